package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.graft4j.data.PictureFiles.pngs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationFolderTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("rose", "daisy", "tulip"));

  @TempDir Path root;

  private void assertScanned(String part, String... ids) throws IOException {
    EvaluationFolder folder = EvaluationFolder.scan(root, LABELS);
    assertThat(folder.part()).isEqualTo(part);
    assertThat(folder.items()).extracting(ImageItem::id).containsExactly(ids);
    for (ImageItem item : folder.items()) {
      String name = item.id().replaceFirst("^(test|val)/", "").replaceFirst("/.*", "");
      assertThat(LABELS.name(item.label())).isEqualTo(name);
    }
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> EvaluationFolder.scan(root, LABELS))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void scan_oneClass_isLabelledByTheModel() throws IOException {
    pngs(root, "daisy/1.png", "daisy/deep/2.png");
    assertScanned("all", "daisy/1.png", "daisy/deep/2.png");
  }

  @Test
  void scan_severalClasses_areInTheOrderOfTheirIds() throws IOException {
    pngs(root, "tulip/1.png", "rose/1.png", "daisy/1.png");
    assertScanned("all", "daisy/1.png", "rose/1.png", "tulip/1.png");
  }

  @Test
  void scan_testPartAlone_isTaken() throws IOException {
    pngs(root, "test/rose/1.png");
    assertScanned("test", "test/rose/1.png");
  }

  @Test
  void scan_dividedFolder_givesItsHeldOutPartAndLooksAtNoOther() throws IOException {
    pngs(root, "train/unheard of/1.png", "val/rose/1.png");
    Files.writeString(root.resolve("train/notes.txt"), "about");
    assertScanned("validation", "val/rose/1.png");
    assertThat(EvaluationFolder.scan(root, LABELS).skipped()).isEmpty();
    pngs(root, "test/tulip/1.png");
    assertScanned("test", "test/tulip/1.png");
  }

  @Test
  void scan_classThatTheModelDoesNotKnow_isNamedWithTheKnownOnes() throws IOException {
    pngs(root, "rose/1.png", "unheard of/1.png");
    assertRefused("does not know the classes [unheard of]", "[rose, daisy, tulip]");
  }

  @Test
  void scan_emptyClassFolders_areNoMatter() throws IOException {
    pngs(root, "rose/1.png");
    Files.createDirectories(root.resolve("daisy"));
    Files.createDirectories(root.resolve("unheard of"));
    assertScanned("all", "rose/1.png");
  }

  @Test
  void scan_nothingToMeasureOn_isSaid() throws IOException {
    assertRefused("is empty");
    Files.createDirectories(root.resolve("rose"));
    assertRefused("no pictures in class folders", "[rose, daisy, tulip]");
    Files.delete(root.resolve("rose"));
    pngs(root, "train/rose/1.png");
    assertRefused("train/ only", "nothing held out");
  }

  @Test
  void without_allItems_isRefused() throws IOException {
    pngs(root, "rose/1.png", "rose/2.png");
    EvaluationFolder folder = EvaluationFolder.scan(root, LABELS);
    assertThat(folder.without(List.of("rose/1.png")).items()).hasSize(1);
    assertThatThrownBy(() -> folder.without(List.of("rose/1.png", "rose/2.png")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no picture left to measure the model on");
  }
}

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

class ImageFolderTest {
  @TempDir Path root;

  private List<String> ids() throws IOException {
    return ImageFolder.scan(root).items().stream().map(ImageItem::id).toList();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> ImageFolder.scan(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void scan_plainFolder_takesTheFirstFolderAsTheClass() throws IOException {
    pngs(root, "rose/b.png", "daisy/deep/er/2.png", "daisy/1.png", "rose/a b.png");
    ImageFolder folder = ImageFolder.scan(root);
    assertThat(folder.labels().names()).containsExactly("daisy", "rose");
    assertThat(ids())
        .containsExactly("daisy/1.png", "daisy/deep/er/2.png", "rose/a b.png", "rose/b.png");
    assertThat(folder.items().stream().map(ImageItem::label)).containsExactly(0, 0, 1, 1);
    assertThat(folder.givenSplit()).isEmpty();
    assertThat(folder.skipped()).isEmpty();
  }

  @Test
  void scan_trainValAndTest_givesTheirSplitWithOneLabelMap() throws IOException {
    pngs(root, "train/a/1.png", "train/b/1.png", "train/c/1.png", "val/c/2.png", "Test/b/3.png");
    ImageFolder folder = ImageFolder.scan(root);
    DatasetSplit split = folder.givenSplit().orElseThrow();
    assertThat(split.labels().names()).containsExactly("a", "b", "c");
    assertThat(split.train()).hasSize(3);
    assertThat(split.validation()).singleElement().extracting(ImageItem::label).isEqualTo(2);
    assertThat(split.test()).singleElement().extracting(ImageItem::id).isEqualTo("Test/b/3.png");
    assertThat(DatasetSplit.of(folder, 0.5, Seed.of(1))).isEqualTo(split);
    assertThatThrownBy(() -> DatasetSplit.stratified(folder, 0.5, 0.5, 0, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("givenSplit()");
  }

  @Test
  void scan_filesThatAreNoPictures_areListedWithTheirReasons() throws IOException {
    pngs(root, "a/1.png", "b/1.png", "b/.hidden.png", ".git/x.png");
    Files.writeString(root.resolve("README.txt"), "about");
    Files.writeString(root.resolve("a/notes.jpg"), "no picture at all");
    Files.createFile(root.resolve("a/empty.png"));
    Files.createSymbolicLink(root.resolve("b/broken.png"), root.resolve("nowhere"));
    ImageFolder folder = ImageFolder.scan(root);
    assertThat(ids()).containsExactly("a/1.png", "b/1.png");
    assertThat(folder.skipped().stream().map(SkippedFile::id))
        .containsExactly("README.txt", "a/empty.png", "a/notes.jpg", "b/broken.png");
    assertThat(folder.skipped().get(2).reason()).contains("is no picture");
  }

  /** Each link below leads back to where the scan came from. */
  @Test
  void scan_symbolicLinksInACircle_endsAndReportsThem() throws IOException {
    pngs(root, "a/1.png", "a/in/2.png", "b/1.png");
    Files.createSymbolicLink(root.resolve("a/in/up"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/root"), root);
    Files.createSymbolicLink(root.resolve("self"), root);
    ImageFolder folder = ImageFolder.scan(root);
    assertThat(ids()).containsExactly("a/1.png", "a/in/2.png", "b/1.png");
    assertThat(folder.labels().names()).containsExactly("a", "b");
    assertThat(folder.skipped().stream().map(SkippedFile::id))
        .containsExactlyInAnyOrder("a/in/up", "a/root", "self");
  }

  @Test
  void scan_symbolicLinkToAFolderElsewhere_isFollowed(@TempDir Path elsewhere) throws IOException {
    pngs(root, "a/1.png");
    pngs(elsewhere, "pool/2.png");
    Files.createSymbolicLink(root.resolve("b"), elsewhere.resolve("pool"));
    assertThat(ids()).containsExactly("a/1.png", "b/2.png");
  }

  @Test
  void scan_namesOfManyScripts_areComposedAndSortedByCodePoint() throws IOException {
    pngs(root, "Lo\u0308wen zahn/ä ö.png", "玫瑰/一.png", "\ud83c\udf39/1.png", "\uff21/1.png");
    ImageFolder folder = ImageFolder.scan(root);
    assertThat(folder.labels().names())
        .containsExactly("Löwen zahn", "玫瑰", "\uff21", "\ud83c\udf39");
    assertThat(ids()).startsWith("Löwen zahn/ä ö.png");
    assertThat(Files.exists(folder.items().get(0).file())).isTrue();
  }

  @Test
  void scan_unusableFolder_saysWhatIsWrongAndWhatToDo() throws IOException {
    assertRefused("is empty", "subfolder");
    Files.writeString(root.resolve("x.txt"), "x");
    assertRefused("no pictures", "subfolder");
    pngs(root, "only/1.png");
    assertRefused("one class only", "'only'");
    Files.createDirectories(root.resolve("hollow"));
    assertRefused("'hollow'", "has no pictures", "delete it");
    assertThatThrownBy(() -> ImageFolder.scan(root.resolve("x.txt")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a file, not a folder");
    assertThatThrownBy(() -> ImageFolder.scan(root.resolve("none")))
        .hasMessageContaining("no such file or folder: ");
  }

  @Test
  void scan_classThatOnlyTheTestPartHas_isRefusedByName() throws IOException {
    pngs(root, "train/a/1.png", "train/b/1.png", "test/a/2.png", "test/zebra/3.png");
    assertRefused("'zebra'", "only in the test part", "train/");
  }

  @Test
  void scan_splitFoldersWithoutTrain_areNotTakenForClasses() throws IOException {
    pngs(root, "test/a/1.png", "val/a/1.png");
    assertRefused("val/ and test/ only", "needs train/");
  }

  @Test
  void scan_classNamesThatDifferInEncodingOnly_areRefused() throws IOException {
    pngs(root, "L\u00f6we/1.png", "Lo\u0308we/2.png", "a/1.png");
    assertRefused("two folders named 'L\u00f6we'");
  }

  @Test
  void digest_ofTheSameContentElsewhere_isEqualAndChangesWithAByte(@TempDir Path copy)
      throws IOException {
    pngs(root, "a/1.png", "b/1.png");
    pngs(copy, "a/1.png", "b/1.png");
    String digest = ImageFolder.scan(root).digest();
    assertThat(ImageFolder.scan(copy).digest()).isEqualTo(digest).hasSize(64);
    PictureFiles.png(copy.resolve("b/1.png"), 77);
    assertThat(ImageFolder.scan(copy).digest()).isNotEqualTo(digest);
  }

  @Test
  void without_lastPictureOfAClass_isRefused() throws IOException {
    pngs(root, "a/1.png", "a/2.png", "b/1.png");
    ImageFolder folder = ImageFolder.scan(root);
    assertThat(folder.without(List.of("a/2.png")).items()).hasSize(2);
    assertThatThrownBy(() -> folder.without(List.of("b/1.png")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("class 'b'");
  }
}

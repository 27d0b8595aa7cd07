package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flat or in folders: all pictures are found, and nothing else. */
class PictureFolderTest {
  @TempDir Path root;

  @Test
  void scan_picturesAtTheTopAndBelow_findsAllInTheOrderOfTheirIds() throws IOException {
    picture(root.resolve("z.png"));
    picture(root.resolve("train/cat/1.png"));
    picture(root.resolve("dog/deep/2.png"));
    Files.writeString(root.resolve("notes.txt"), "no picture");
    Files.writeString(root.resolve(".hidden"), "");

    PictureFolder folder = PictureFolder.scan(root);

    assertThat(folder.items().stream().map(ImageItem::id))
        .containsExactly("dog/deep/2.png", "train/cat/1.png", "z.png");
    assertThat(folder.items().stream().map(ImageItem::label)).containsOnly(0);
    assertThat(folder.skipped().stream().map(SkippedFile::id)).containsExactly("notes.txt");
  }

  @Test
  void scan_noPictures_isRefused() throws IOException {
    Files.writeString(root.resolve("notes.txt"), "no picture");

    assertThatThrownBy(() -> PictureFolder.scan(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("holds no picture (1 other files)");
  }

  @Test
  void scan_aFileOrNothing_isRefused() throws IOException {
    Path file = root.resolve("z.png");
    picture(file);

    assertThatThrownBy(() -> PictureFolder.scan(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("is a file, not a folder");
    assertThatThrownBy(() -> PictureFolder.scan(root.resolve("none")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no such file or folder: ");
  }

  private static void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
  }
}

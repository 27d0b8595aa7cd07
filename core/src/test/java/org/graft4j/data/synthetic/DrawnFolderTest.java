package org.graft4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnFolderTest {
  private static final DrawnTask TASK = DrawnTask.target();

  @TempDir Path temp;

  private static int write(Path root, int train, long seed) throws IOException {
    return DrawnFolder.write(TASK, root, Map.of("train", train, "test", 1), 32, Seed.of(seed));
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void write_twoParts_laysOutPartClassNumber() throws IOException {
    Path root = temp.resolve("new/folder");

    assertThat(write(root, 2, 1)).isEqualTo(24);

    assertThat(names(root))
        .hasSize(24)
        .contains("train/house/0001.jpg", "train/house/0002.jpg", "test/tree/0001.jpg");
  }

  @Test
  void write_sameSeed_givesSameBytesAndOtherSeedOthers() throws IOException {
    write(temp.resolve("a"), 1, 1);
    write(temp.resolve("b"), 1, 1);
    write(temp.resolve("c"), 1, 2);
    for (String name : names(temp.resolve("a"))) {
      byte[] bytes = Files.readAllBytes(temp.resolve("a").resolve(name));
      assertThat(Files.readAllBytes(temp.resolve("b").resolve(name))).isEqualTo(bytes);
      assertThat(Files.readAllBytes(temp.resolve("c").resolve(name))).isNotEqualTo(bytes);
    }
  }

  @Test
  void write_morePictures_leavesTheFirstAsTheyWere() throws IOException {
    write(temp.resolve("one"), 1, 1);
    write(temp.resolve("three"), 3, 1);
    for (String name : names(temp.resolve("one"))) {
      assertThat(temp.resolve("three").resolve(name))
          .hasSameBinaryContentAs(temp.resolve("one").resolve(name));
    }
  }

  @Test
  void write_file_showsTheDrawnPicture() throws IOException {
    write(temp.resolve("a"), 1, 1);
    int label = TASK.labels().indexOf("key").orElseThrow();
    Picture drawn = TASK.draw(label, 32, Seed.of(1).stream("folder-train", label, 0));

    var read = ImageIO.read(temp.resolve("a/train/key/0001.jpg").toFile());

    double difference = 0;
    for (int i = 0; i < 32 * 32; i++) {
      int green = read.getRGB(i % 32, i / 32) >> 8 & 0xff;
      difference += Math.abs(green - drawn.value(i % 32, i / 32, 1)) / 1024.0;
    }
    assertThat(difference).isLessThan(8);
  }

  @Test
  void write_folderWithAFile_isRefusedAndLeftAsItWas() throws IOException {
    Files.writeString(temp.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> write(temp, 1, 1))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(temp.toString())
        .hasMessageContaining("is not empty; name a new or an empty folder");
    assertThat(names(temp)).containsExactly("mine.txt");
  }

  @Test
  void write_rootIsAFile_isRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    assertThatThrownBy(() -> write(file, 1, 1))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void write_partThatLeavesTheFolder_isRefused() {
    assertThatThrownBy(() -> DrawnFolder.write(TASK, temp, Map.of("../up", 1), 32, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a part's name must be of letters, digits, _ and -, but was '../up'");
  }

  @Test
  void write_noPictures_isRefused() {
    assertThatThrownBy(() -> write(temp, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perClass of 'train' must be from 1 to 9999, but was 0");
  }
}

package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removing takes away what the zoo wrote, and nothing else. */
class RemoveTest {
  private static final String ID = "slimresnet.mine";

  @TempDir Path folder;
  private Path file;
  private Zoo zoo;

  @BeforeEach
  void importWeights() throws IOException {
    file = WeightFiles.slim(folder, 3, t -> {});
    zoo = Zoo.at(folder.resolve("home"));
    add();
  }

  private void add() throws IOException {
    zoo.importFile(file, "slimresnet", ID, ImportSettings.unknown());
  }

  private Path place() {
    return folder.resolve("home/weights").resolve(ID);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void remove_imported_leavesNothing() throws Exception {
    assertThat(zoo.remove(ID)).isEmpty();

    assertThat(names(folder.resolve("home/weights"))).isEmpty();
  }

  @Test
  void remove_folderBehindALink_unlinksOnly() throws Exception {
    Path real = folder.resolve("bigdisk");
    Files.move(place(), real);
    Files.writeString(real.resolve("notes.txt"), "mine");
    Files.createSymbolicLink(place(), real);

    assertThat(zoo.remove(ID)).containsExactly(real.toRealPath());

    assertThat(zoo.list()).doesNotContain(ID);
    assertThat(names(folder.resolve("home/weights"))).isEmpty();
    assertThat(names(real))
        .containsExactly("card.json", "notes.txt", "verified", "weights.safetensors");
  }

  @Test
  void remove_foreignFilesAndFolders_stayWhereTheyAre() throws Exception {
    Files.createDirectories(place().resolve(".fuse/x"));
    Files.writeString(place().resolve("notes.txt"), "mine");
    Files.writeString(place().resolve("weights.txt"), "mine");

    assertThat(zoo.remove(ID))
        .containsExactly(
            place().resolve(".fuse"), place().resolve("notes.txt"), place().resolve("weights.txt"));
    Files.delete(place().resolve("weights.txt"));

    assertThat(zoo.list()).doesNotContain(ID);
    assertThat(names(folder.resolve("home/weights"))).containsExactly(ID);
    assertThat(names(place())).containsExactly(".fuse", "notes.txt");
    add();
    assertThat(zoo.load(ID).card()).isPresent();
    assertThat(place().resolve("notes.txt")).hasContent("mine");
    assertThatThrownBy(this::add).hasMessageContaining("are there already");
  }

  @Test
  void remove_weightsThatAreALink_leavesItsTarget() throws Exception {
    Path weights = place().resolve("weights.safetensors");
    Path real = folder.resolve("real.safetensors");
    Files.move(weights, real);
    Files.createSymbolicLink(weights, real);

    zoo.remove(ID);

    assertThat(real).exists();
    assertThat(place()).doesNotExist();
  }

  @Test
  void importFile_oldOrphans_areSweptButForeignFilesInThem() throws Exception {
    zoo.remove(ID);
    FileTime past = FileTime.from(Instant.now().minusSeconds(90_000));
    for (String name : List.of(".part-a", ".part-b")) {
      Path orphan = Files.createDirectories(place().resolveSibling(name));
      Files.writeString(orphan.resolve("weights.pth"), "half");
      if (name.equals(".part-b")) {
        Files.writeString(orphan.resolve("notes.txt"), "mine");
      }
      Files.setLastModifiedTime(orphan, past);
    }
    Files.createDirectories(place().resolveSibling(".part-new"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("card.json"), "mine");
    Files.setLastModifiedTime(elsewhere, past);
    Files.createSymbolicLink(place().resolveSibling(".part-link"), elsewhere);
    add();

    assertThat(elsewhere.resolve("card.json")).exists();
    assertThat(names(folder.resolve("home/weights")))
        .containsExactly(".part-b", ".part-link", ".part-new", ID);
    assertThat(names(place().resolveSibling(".part-b"))).containsExactly("notes.txt");
  }
}

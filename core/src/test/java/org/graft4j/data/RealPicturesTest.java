package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Photographs as cameras and the web make them; skipped where they are absent. */
class RealPicturesTest {
  @Test
  void flowers_everyPhotograph_isReadable() throws IOException {
    Path flowers =
        Path.of(System.getProperty("graft4j.root", "."), "../shared/data/pictures/flowers");
    assumeTrue(Files.isDirectory(flowers), "no photographs at " + flowers);
    ImageFolder folder = ImageFolder.scan(flowers);
    DatasetSplit split = folder.givenSplit().orElseThrow();
    assertThat(folder.labels().size()).isEqualTo(5);
    assertThat(split.train()).hasSize(300);
    assertThat(split.validation()).hasSize(200);
    assertThat(folder.skipped()).isEmpty();
    assertThat(PictureAudit.of(folder.items()).unreadable()).isEmpty();
  }
}

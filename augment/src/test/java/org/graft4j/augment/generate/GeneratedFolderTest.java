package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.PictureReader;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFolderTest {
  @TempDir Path folder;

  @Test
  void writtenPictures_areAFolderToTrainOn_bitForBit() throws Exception {
    GanSettings few = GanSettings.standard(Seed.of(3)).withSteps(1).withWidth(8).withBatch(8);
    try (GanResult result =
        GanTraining.of(Shapes.LABELS, few).run(Shapes.draw(2, 1), Shapes.labels(2))) {
      GeneratedFolder.write(folder, result.generator(), 4, Seed.of(1), Map.of());
      int written =
          GeneratedFolder.write(folder, result.generator(), 3, Seed.of(1), Map.of("data", "x"));

      ImageFolder scanned = ImageFolder.scan(folder);
      assertThat(written).isEqualTo(9);
      assertThat(scanned.labels()).isEqualTo(Shapes.LABELS);
      // The fourth ones of the earlier run are gone.
      assertThat(scanned.items()).hasSize(9);
      assertThat(scanned.items().get(4).id()).isEqualTo("disc/generated/00002.png");
      assertThat(PictureReader.standard().read(scanned.items().get(4).file()).rgb())
          .isEqualTo(result.generator().pictures(1, 3, Seed.of(1)).get(1).rgb());
      JsonNode facts =
          new ObjectMapper().readTree(Files.readString(folder.resolve(GeneratedFolder.FACTS)));
      assertThat(facts.get("generated").asBoolean()).isTrue();
      assertThat(facts.get("classes")).hasSize(3);
      assertThat(facts.get("facts").get("data").asText()).isEqualTo("x");
    }
  }
}

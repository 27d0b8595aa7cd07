package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Sha256;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Files of the past are read for ever and do what they did: resources/augmentations/v1 has one of
 * each transform and policy, with the text that describes it (provenance and cached features go by
 * that) and the hash of what it makes of a picture. None of them is ever edited; new ones are added
 * by {@code -Dgraft4j.newGolden=src/test/resources/augmentations/v1}.
 */
class GoldenAugmentationsTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String EFFECTS = "effects.json";

  private static Path folder() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(
                    GoldenAugmentationsTest.class.getResource("/augmentations/v1/" + EFFECTS))
                .toURI())
        .getParent();
  }

  /** Of six draws on a picture of noise. */
  private static String effect(Augmentation augmentation) {
    Picture picture = Pictures.noise(48, 36, 9);
    MessageDigest digest = Sha256.digest();
    for (int item = 0; item < 6; item++) {
      Picture result = augmentation.apply(picture, Seed.of(2026).stream("golden", item));
      digest.update(ByteBuffer.allocate(8).putInt(result.width()).putInt(result.height()).flip());
      digest.update(result.rgb());
    }
    return Sha256.hex(digest);
  }

  @TestFactory
  List<DynamicTest> file_ofThePast_actsAsThen() throws Exception {
    Path folder = folder();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> then :
        MAPPER.readTree(folder.resolve(EFFECTS).toFile()).properties()) {
      tests.add(
          DynamicTest.dynamicTest(
              then.getKey(),
              () -> {
                Augmentation read = AugmentationFile.read(folder.resolve(then.getKey()));
                assertThat(read.describe()).isEqualTo(then.getValue().get("describe").textValue());
                assertThat(effect(read)).isEqualTo(then.getValue().get("sha256").textValue());
              }));
    }
    return tests;
  }

  @Test
  void files_ofAllTransformsAndPolicies_areThere() throws Exception {
    Set<String> there;
    try (Stream<Path> files = Files.list(folder())) {
      there = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
    for (ContractTable.Row row : ContractTable.rows()) {
      assertThat(there).contains(name(row));
    }
    there.remove(EFFECTS);
    List<String> withEffect = new ArrayList<>();
    MAPPER
        .readTree(folder().resolve(EFFECTS).toFile())
        .fieldNames()
        .forEachRemaining(withEffect::add);
    assertThat(withEffect).containsExactlyInAnyOrderElementsOf(there);
    assertThat(there).anyMatch(name -> name.endsWith(".yaml"));
  }

  private static String name(ContractTable.Row row) {
    return row.name().replace(' ', '-') + (row.name().equals("policy heavy") ? ".yaml" : ".json");
  }

  @Test
  @EnabledIfSystemProperty(named = "graft4j.newGolden", matches = ".+")
  void writeWhatIsMissing() throws IOException {
    Path folder = Path.of(System.getProperty("graft4j.newGolden"));
    Files.createDirectories(folder);
    Path effects = folder.resolve(EFFECTS);
    ObjectNode all =
        Files.exists(effects)
            ? (ObjectNode) MAPPER.readTree(effects.toFile())
            : MAPPER.createObjectNode();
    for (ContractTable.Row row : ContractTable.rows()) {
      if (!Files.exists(folder.resolve(name(row)))) {
        AugmentationFile.write(folder.resolve(name(row)), row.augmentation(), false);
        all.putObject(name(row))
            .put("describe", row.augmentation().describe())
            .put("sha256", effect(row.augmentation()));
      }
    }
    Files.writeString(effects, MAPPER.writeValueAsString(all) + "\n");
  }
}

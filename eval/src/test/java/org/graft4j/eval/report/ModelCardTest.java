package org.graft4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("card.json"), text);
  }

  @Test
  void facts_anyCard_readBack() {
    ModelCard card =
        ModelCard.UNSTATED
            .withIntendedUse("sorting")
            .withOutOfScope("medicine")
            .withEthics("nobody")
            .withCaveats("few pictures");
    assertThat(ModelCard.ofFacts(card.facts())).isEqualTo(card);
    assertThat(card.facts()).containsEntry("card.ethics", "nobody").hasSize(4);
    assertThat(ModelCard.ofFacts(Map.of("plan", "x"))).isEqualTo(ModelCard.UNSTATED);
  }

  @Test
  void read_someOfTheTexts_leavesTheRestUnstated() throws IOException {
    ModelCard card = ModelCard.read(file("{\"outOfScope\": \" medicine \", \"caveats\": \"new\"}"));
    assertThat(card).isEqualTo(ModelCard.UNSTATED.withOutOfScope("medicine").withCaveats("new"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"outofscope\":\"x\"}|did you mean 'outOfScope'",
        "{\"ethics\":3}|'ethics' must be a text, but was 3",
        "{\"ethics\":\" \"}|'ethics' must be a text",
        "{\"ethics\":\"a\",\"ethics\":\"b\"}|must be JSON: Duplicate field 'ethics'",
        "{\"ethics\":\"a\"} x|must be JSON",
        "[1]|must be a JSON object of [intendedUse, outOfScope, ethics, caveats]",
        "{}|must be a JSON object",
      })
  void read_anythingElse_isRefusedWithTheReason(String text, String reason) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> ModelCard.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("card.json");
  }

  @Test
  void read_longFile_isRefused() throws IOException {
    Path file = file("{\"ethics\":\"" + "x".repeat(1 << 16) + "\"}");
    assertThatThrownBy(() -> ModelCard.read(file)).hasMessageContaining("of at most 65536 bytes");
  }
}

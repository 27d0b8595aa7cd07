package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of components in {@code docs/AUGMENTATION.md} has all that a file may set. */
class TransformsPageTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9-]+)` \\| `([A-Za-z]+)` \\| (R, )?(\\S.*) \\| \\S.* \\|");

  @Test
  void components_ofEveryTransform_areOnThePageInTheirOrder() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "AUGMENTATION.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row.group(1) + "." + row.group(2) + (row.group(3) == null ? "" : " range"));
      }
    }
    List<String> registered = new ArrayList<>();
    Transforms.all()
        .forEach(
            (id, transform) -> {
              for (RecordComponent component : transform.getClass().getRecordComponents()) {
                boolean range = component.getType() == Range.class;
                registered.add(id + "." + component.getName() + (range ? " range" : ""));
              }
            });
    assertThat(rows).containsExactlyElementsOf(registered);
  }
}

package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.VerticalFlip;
import org.graft4j.data.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformsRegistryTest {
  @TempDir Path folder;

  /** A transform of another jar. */
  public record Mine(double strength) implements Transform {
    @Override
    public Draw draw(RandomGenerator random) {
      return Draw.NOTHING;
    }
  }

  /** As it should be. */
  public static final class Good implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("mine", new Mine(0.5));
    }
  }

  /** Takes the id of another class. */
  public static final class SameId implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("horizontal-flip", new Mine(0.5));
    }
  }

  /** Gives a class a second id. */
  public static final class SameClass implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("mirror", new HorizontalFlip(0.5));
    }
  }

  /** Has an id that is none. */
  public static final class BadId implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("Mine!", new Mine(0.5));
    }
  }

  /** Takes the word for nothing. */
  public static final class None implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("none", new Mine(0.5));
    }
  }

  /** Registers what has no components to write. */
  public static final class NoRecord implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("mine", random -> Draw.NOTHING);
    }
  }

  /** Was compiled against a jar that is not there. */
  public static final class Unlinked implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      throw new NoClassDefFoundError("com/acme/Missing");
    }
  }

  /** Has a mistake of its own. */
  public static final class Failing implements TransformProvider {
    @Override
    public Map<String, Transform> prototypes() {
      return Map.of("horizontal-flip", new HorizontalFlip(7));
    }
  }

  /** Cannot even be made. */
  public static final class Unmade implements TransformProvider {
    public Unmade() {
      throw new IllegalArgumentException("no licence");
    }

    @Override
    public Map<String, Transform> prototypes() {
      return Map.of();
    }
  }

  private Map<String, Transform> with(Class<?> provider) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.graft4j.augment.TransformProvider"), provider.getName() + "\n");
    URL[] jar = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, getClass().getClassLoader())) {
      return Transforms.of(loader);
    }
  }

  @Test
  void all_ofAnotherJar_areBesideOurs() throws IOException {
    assertThat(with(Good.class))
        .containsEntry("mine", new Mine(0.5))
        .containsEntry("vertical-flip", new VerticalFlip(0.5));
    assertThat(Transforms.all()).doesNotContainKey("mine");
  }

  @Test
  void all_idTwice_namesBothClasses() {
    assertThatThrownBy(() -> with(SameId.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("horizontal-flip")
        .hasMessageContaining(HorizontalFlip.class.getName())
        .hasMessageContaining(Mine.class.getName());
  }

  @Test
  void all_classTwice_isRefused() {
    assertThatThrownBy(() -> with(SameClass.class))
        .hasMessageContaining("'mirror'")
        .hasMessageContaining("'horizontal-flip'");
  }

  @Test
  void all_badIds_areRefused() {
    assertThatThrownBy(() -> with(BadId.class)).hasMessageContaining("but was 'Mine!'");
    assertThatThrownBy(() -> with(None.class)).hasMessageContaining("but was 'none'");
  }

  @Test
  void all_noRecord_isRefused() {
    assertThatThrownBy(() -> with(NoRecord.class))
        .hasMessageContaining("transform 'mine' must be a public record");
  }

  @Test
  void all_brokenProvider_isNamedEachTime() {
    for (Class<?> provider : List.of(Unlinked.class, Failing.class, Unmade.class)) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> with(provider))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("cannot be used")
            .hasMessageContaining(provider.getName());
      }
    }
    assertThatThrownBy(() -> with(Unlinked.class)).hasMessageContaining("com/acme/Missing");
  }

  /** As an application meets it: a jar on its own class path. */
  @Test
  void all_ofALibraryBesideABrokenJar_failsAlikeEachTime() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.graft4j.augment.TransformProvider"), "com.acme.Missing\n");
    List<URL> path = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (Class<?> type : List.of(Transforms.class, Draw.class, JsonNode.class)) {
      path.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    try (URLClassLoader fresh = new URLClassLoader(path.toArray(URL[]::new), null)) {
      Method all = fresh.loadClass(Transforms.class.getName()).getMethod("all");
      for (int time = 0; time < 3; time++) {
        assertThatThrownBy(() -> all.invoke(null))
            .cause()
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessageContaining("com.acme.Missing");
      }
    }
  }

  @Test
  void named_unknown_namesTheNearestAndAll() {
    assertThatThrownBy(() -> Augmentations.named("standart"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "unknown augmentation 'standart'; did you mean 'standard'? Known: none, light, cifar");
  }

  @Test
  void named_all_areThere() {
    for (String name : Augmentations.names()) {
      assertThat(Augmentations.named(name).isNone()).isEqualTo(name.equals("none"));
    }
  }
}

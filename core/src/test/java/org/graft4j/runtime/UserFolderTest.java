package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFolderTest {
  private static final Map<String, String> ADA = Map.of("user.home", "/home/ada");

  private static UserFolder data(Map<String, String> property, Map<String, String> environment) {
    return UserFolder.data(property::get, environment::get);
  }

  private static UserFolder cache(Map<String, String> property, Map<String, String> environment) {
    return UserFolder.cache(property::get, environment::get);
  }

  private static Map<String, String> on(String system) {
    Map<String, String> property = new HashMap<>(ADA);
    property.put("os.name", system);
    return property;
  }

  @Test
  void data_settings_areSearchedInOrder() {
    assertThat(data(Map.of("graft4j.home", "/p"), Map.of("GRAFT4J_HOME", "/e")))
        .isEqualTo(new UserFolder("graft4j.home", Path.of("/p")));
    assertThat(data(ADA, Map.of("GRAFT4J_HOME", "/e", "XDG_DATA_HOME", "/x")))
        .isEqualTo(new UserFolder("GRAFT4J_HOME", Path.of("/e")));
    assertThat(data(ADA, Map.of("GRAFT4J_HOME", " ", "XDG_DATA_HOME", "/x")))
        .isEqualTo(new UserFolder("XDG_DATA_HOME", Path.of("/x/graft4j")));
    assertThat(data(ADA, Map.of()).path()).isEqualTo(Path.of("/home/ada/.local/share/graft4j"));
  }

  @Test
  void cache_settings_areSearchedInOrder() {
    assertThat(cache(ADA, Map.of("GRAFT4J_CACHE", "/c", "GRAFT4J_HOME", "/e")))
        .isEqualTo(new UserFolder("GRAFT4J_CACHE", Path.of("/c")));
    assertThat(cache(ADA, Map.of("GRAFT4J_HOME", "/e", "XDG_CACHE_HOME", "/x")))
        .isEqualTo(new UserFolder("GRAFT4J_HOME", Path.of("/e/cache")));
    assertThat(cache(ADA, Map.of("XDG_CACHE_HOME", "/x")))
        .isEqualTo(new UserFolder("XDG_CACHE_HOME", Path.of("/x/graft4j")));
    assertThat(cache(ADA, Map.of()))
        .isEqualTo(new UserFolder("the default cache", Path.of("/home/ada/.cache/graft4j")));
  }

  @Test
  void usualPlaces_ofOtherSystems_areTheirs() {
    Map<String, String> local = Map.of("LOCALAPPDATA", "/local");

    assertThat(data(on("Windows 11"), local).path()).isEqualTo(Path.of("/local/graft4j"));
    assertThat(cache(on("Windows 11"), local).path()).isEqualTo(Path.of("/local/graft4j/cache"));
    assertThat(data(on("Mac OS X"), Map.of()).path())
        .isEqualTo(Path.of("/home/ada/Library/Application Support/graft4j"));
    assertThat(cache(on("Mac OS X"), Map.of()).path())
        .isEqualTo(Path.of("/home/ada/Library/Caches/graft4j"));
    assertThat(data(on("Linux"), local).path())
        .isEqualTo(Path.of("/home/ada/.local/share/graft4j"));
  }
}

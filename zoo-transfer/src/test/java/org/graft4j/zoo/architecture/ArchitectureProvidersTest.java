package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.graft4j.data.InputSpec;
import org.junit.jupiter.api.Test;

/** Architectures of other jars are found by their entries, and a wrong entry says what is wrong. */
class ArchitectureProvidersTest {

  @Test
  void all_ofALoaderWithAnEntry_endsWithIt() {
    List<Architecture> all = Architectures.all(listing(Fine.class));

    assertThat(all).hasSize(Architectures.all().size() + 1);
    assertThat(all.get(all.size() - 1).id()).isEqualTo("my-net_2");
  }

  @Test
  void all_anIdThatIsBuiltIn_namesBothClassesAndWhatThereIs() {
    assertThatThrownBy(() -> Architectures.all(listing(SecondResNet.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'resnet18'")
        .hasMessageContaining(ResNet.class.getName())
        .hasMessageContaining(SecondResNet.class.getName())
        .hasMessageContaining("convnext_tiny");
  }

  @Test
  void all_anIdOfOtherSigns_isRefused() {
    assertThatThrownBy(() -> Architectures.all(listing(Shouting.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Shouting.class.getName())
        .hasMessageContaining("[a-z0-9_-]+, but was 'ResNet 18'");
  }

  @Test
  void all_anEntryThatCannotBeMade_namesIt() {
    assertThatThrownBy(() -> Architectures.all(listing(Unmakeable.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("an architecture of another jar")
        .hasMessageContaining(Unmakeable.class.getName());
  }

  @Test
  void find_anUnknownId_isEmpty() {
    assertThat(Architectures.find("my-net_2")).isEmpty();
  }

  /** A class loader whose only service entry is that class. */
  private static ClassLoader listing(Class<? extends Architecture> type) {
    return new ClassLoader(Architecture.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals("META-INF/services/" + Architecture.class.getName())
            ? Collections.enumeration(List.of(text(type.getName())))
            : super.getResources(name);
      }
    };
  }

  private static URL text(String text) throws IOException {
    return new URL(
        "memory",
        null,
        -1,
        "entry",
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public ByteArrayInputStream getInputStream() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        });
  }

  /** A plain one. */
  public static class Fine implements Architecture {
    @Override
    public String id() {
      return "my-net_2";
    }

    @Override
    public InputSpec input() {
      return InputSpec.imageNet();
    }

    @Override
    public List<String> groups() {
      return List.of("all");
    }

    @Override
    public Network network(NetworkForm form) {
      throw new UnsupportedOperationException();
    }
  }

  /** Another one of the same name. */
  public static class SecondResNet extends Fine {
    @Override
    public String id() {
      return "resnet18";
    }
  }

  /** One of a bad name. */
  public static class Shouting extends Fine {
    @Override
    public String id() {
      return "ResNet 18";
    }
  }

  /** One that throws. */
  public static class Unmakeable extends Fine {
    public Unmakeable() {
      throw new IllegalStateException("no");
    }
  }
}

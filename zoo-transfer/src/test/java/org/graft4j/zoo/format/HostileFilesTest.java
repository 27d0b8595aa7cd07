package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and malicious files are refused in one line, at once, without the memory they claim. */
class HostileFilesTest {
  private static final Pattern PICTURES = Pattern.compile("img_.*");
  private static final long MOST_ALLOCATED = 64L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  static List<String> refused() throws IOException {
    return namesWhere(
        expect ->
            expect.equals("reject")
                || expect.equals("reject (ambiguous)")
                || expect.equals("reject (size limit)"));
  }

  static List<String> loaded() throws IOException {
    return namesWhere(expect -> expect.startsWith("load"));
  }

  static List<String> either() throws IOException {
    return namesWhere(expect -> expect.contains(" or "));
  }

  private static List<String> namesWhere(Predicate<String> expectation) throws IOException {
    List<String> names = new ArrayList<>();
    JsonNode files =
        new ObjectMapper()
            .readTree(Golden.path("formats/hostile/manifest.json").toFile())
            .get("files");
    files
        .properties()
        .forEach(
            file -> {
              boolean ours = !PICTURES.matcher(file.getKey()).matches();
              if (ours && expectation.test(file.getValue().get("expect").asText())) {
                names.add(file.getKey());
              }
            });
    return names;
  }

  @ParameterizedTest
  @MethodSource("refused")
  void open_hostileFile_isRefusedInOneLine(String name) {
    Path file = hostile(name);
    Bounded bounded = new Bounded();
    assertThatThrownBy(() -> readAll(file))
        .isExactlyInstanceOf(WeightsFormatException.class)
        .message()
        .startsWith(file + ": ")
        .contains("; ")
        .doesNotContain("\n", "\r");
    bounded.check();
  }

  @ParameterizedTest
  @MethodSource("loaded")
  void open_nonFiniteWeights_loadsAndReportsThem(String name) throws IOException {
    try (WeightsFile file = WeightsFile.open(hostile(name))) {
      assertThat(file.nonFinite()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("either")
  void open_doubtfulFile_staysWithinBounds(String name) throws IOException {
    Bounded bounded = new Bounded();
    try {
      readAll(hostile(name));
    } catch (WeightsFormatException refused) {
      assertThat(refused.getMessage()).doesNotContain("\n");
    }
    bounded.check();
  }

  /** The bomb is in a record that no tensor names, so it is never inflated. */
  @Test
  void open_bombThatNoTensorNames_givesTheTensors() throws IOException {
    try (WeightsFile file = WeightsFile.open(hostile("zip_bomb.pth"))) {
      assertThat(file.tensors()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pickle_os_system.pth, posix.system",
    "pickle_os_system_raw.pkl, posix.system",
    "pickle_os_system_inside_state_dict.pth, posix.system",
    "pickle_stack_global.pth, posix.system",
    "pickle_inst_opcode.pth, posix.system",
    "legacy_os_system.pth, posix.system",
    "pickle_builtins_eval.pth, __builtin__.eval",
    "pickle_getattr_chain.pth, __builtin__.getattr",
    "pickle_build_setstate.pth, logging.Handler",
    "zip_path_traversal.pth, ../evil.txt",
    "zip_absolute_path.pth, /tmp/evil.txt",
    "zip_duplicate_entry.pth, archive/data/0",
    "zip_no_data_pkl.pth, no data.pkl",
    "storage_missing.pth, data/7",
    "legacy_big_endian.pth, big-endian",
    "torchscript_module.pt, TorchScript",
    "git_lfs_pointer.pth, git lfs pull",
    "st_git_lfs_pointer.safetensors, git lfs pull",
    "html_page.pth, web page",
    "empty.pth, is empty",
    "st_empty.safetensors, is empty",
    "tar_archive.pth, tar archive",
    "truncated_zip_50.pth, cut off",
    "truncated_legacy_99.pth, cut off",
    "st_truncated_99.safetensors, cut off",
    "st_duplicate_key.safetensors, twice",
    "st_unknown_dtype.safetensors, F33",
    "npy_object_pickle.npz, Python objects",
    "npy_bad_version.npy, 9.0",
    "npy_missing_key.npy, without descr",
    "npy_header_too_long.npy, 65535",
    "npz_path_traversal.npz, ../evil.npy",
    "h5_truncated_70.h5, cut off",
    "h5_bad_signature.h5, no format of weights",
    "h5_huge_shape.h5, chunks",
    "h5_external_link.h5, not followed",
    "h5_external_storage.h5, External Data Files",
    "h5_soft_link_cycle.h5, not followed",
    "h5_layer_names_mismatch.h5, ../../x"
  })
  void open_hostileFile_namesTheDefect(String name, String defect) {
    assertThatThrownBy(() -> readAll(hostile(name)))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(defect);
  }

  @Test
  void open_missingFileOrFolder_saysSo() {
    Path missing = Golden.path("formats").resolve("no-such.pth");
    assertThatThrownBy(() -> WeightsFile.open(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such weights file");
    assertThatThrownBy(() -> WeightsFile.open(Golden.path("formats")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("is not a file");
  }

  private static Path hostile(String name) {
    Path file = Golden.path("formats/hostile/" + name);
    assertThat(Files.exists(file)).isTrue();
    return file;
  }

  private static void readAll(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      for (WeightTensor tensor : file.tensors().values()) {
        tensor.toFloats();
      }
    }
  }

  /** What this thread takes from here on. */
  private static final class Bounded {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    private final long start = System.nanoTime();

    void check() {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      assertThat(threads.getCurrentThreadAllocatedBytes() - allocatedBefore)
          .isLessThan(MOST_ALLOCATED);
    }
  }
}

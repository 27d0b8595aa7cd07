package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.graft4j.bundle.SavedNetwork;

/** The formats that can be read, told apart by the first bytes; a suffix only helps to complain. */
enum WeightsFormat {
  SAFETENSORS("safetensors", "safetensors"),
  SAFETENSORS_INDEX("safetensors", "safetensors.index.json"),
  TORCH_ZIP("torch zip", "pth"),
  TORCH_LEGACY("torch legacy", "pth"),
  NPY("npy", "npy"),
  NPZ("npz", "npz"),
  HDF5("hdf5", "h5"),
  DL4J("dl4j", "zip");

  private static final int HEAD_BYTES = 512;
  private static final int LENGTH_BYTES = 8;
  private static final int PICKLE_PROTO = 0x80;
  private static final String CONVERT =
      "give a safetensors file, a PyTorch state dictionary (.pth, .pt), Keras weights (.h5) or an .npz";

  private final String title;
  private final String suffix;

  WeightsFormat(String title, String suffix) {
    this.title = title;
    this.suffix = suffix;
  }

  /** As users know it. */
  String title() {
    return title;
  }

  /** The usual end of a file's name, without the dot before it. */
  String suffix() {
    return suffix;
  }

  /**
   * The format of a file.
   *
   * @throws WeightsFormatException if it is none of these; the message says what it is instead
   */
  static WeightsFormat of(WeightsSource source) throws IOException {
    byte[] head;
    try (InputStream in = source.open(0)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    refuseWhatIsNoWeights(source, head);
    String name = String.valueOf(source.file().getFileName()).toLowerCase(Locale.ROOT);
    if (looksLikeSafetensors(head)) {
      return SAFETENSORS;
    }
    if (startsWith(head, "PK\u0003\u0004") || startsWith(head, "PK\u0005\u0006")) {
      return TORCH_ZIP; // Or another zip file: ofZip tells by its records.
    }
    if (startsWith(head, "\u0089HDF\r\n\u001a\n")) {
      return HDF5;
    }
    if (startsWith(head, "\u0093NUMPY")) {
      return NPY;
    }
    if ((head[0] & 0xFF) == PICKLE_PROTO) {
      return TORCH_LEGACY;
    }
    if (head[0] == '{' && name.endsWith(".json")) {
      return SAFETENSORS_INDEX;
    }
    if (name.endsWith(".safetensors")) {
      return SAFETENSORS; // Its reader refuses it, and says where it goes wrong.
    }
    throw source.refuse("is in no format of weights that is known here", CONVERT);
  }

  /** The format of a zip file, by the names of its records; {@link #TORCH_ZIP} if nothing fits. */
  static WeightsFormat ofZip(Set<String> records) {
    if (records.stream().anyMatch(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))) {
      return TORCH_ZIP;
    }
    if (records.contains(SavedNetwork.CONFIGURATION)
        || records.contains(SavedNetwork.COEFFICIENTS)) {
      return DL4J;
    }
    return records.stream().anyMatch(name -> name.endsWith(".npy")) ? NPZ : TORCH_ZIP;
  }

  private static boolean looksLikeSafetensors(byte[] head) {
    if (head.length <= LENGTH_BYTES || head[LENGTH_BYTES] != '{') {
      return false;
    }
    // A header of less than 4 GiB; the reader has the exact limit.
    return head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0;
  }

  private static void refuseWhatIsNoWeights(WeightsSource source, byte[] head)
      throws WeightsFormatException {
    if (head.length == 0) {
      throw source.refuse("is empty (0 bytes)", "download it again");
    }
    if (startsWith(head, "version https://git-lfs")) {
      throw source.refuse(
          "is a Git LFS pointer, not the weights themselves", "run 'git lfs pull' in its checkout");
    }
    String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    if (text.startsWith("<")) {
      throw source.refuse(
          "is a web page (HTML or XML), not weights; the download link was wrong or wants a login",
          "download the file itself");
    }
    if (head.length > 262
        && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      throw source.refuse(
          "is a tar archive: PyTorch's format before 0.1.10, or weights packed once more",
          "unpack it, or load and save it with a current PyTorch");
    }
  }

  private static boolean startsWith(byte[] head, String magic) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(magic);
  }
}

package org.graft4j.data.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.AtomicFile;

/**
 * Writes a drawn task as a folder of JPEG files, laid out as a person would lay out photographs:
 * {@code train/house/0001.jpg}.
 */
public final class DrawnFolder {
  private static final float QUALITY = 0.92f;

  private DrawnFolder() {}

  /**
   * Draws and writes all pictures.
   *
   * <p>The same task, size and seed give the same pictures, and with the same JDK the same bytes of
   * the files. A picture depends on its part, class and number alone: more of them leave the first
   * ones as they are.
   *
   * @param root must be absent or an empty directory; absent parents are made
   * @param perClass names of the parts, say {@code train} and {@code test}, with the number of
   *     pictures of each class in each of them; at least one part, and one picture or more
   * @param size side of the pictures in pixels
   * @return number of files written
   * @throws FileAlreadyExistsException if the root is a file or has anything in it; nothing is
   *     written then
   */
  public static int write(
      DrawnTask task, Path root, Map<String, Integer> perClass, int size, Seed seed)
      throws IOException {
    SortedMap<String, Integer> parts = checked(perClass);
    requireEmpty(root);
    int written = 0;
    for (Map.Entry<String, Integer> part : parts.entrySet()) {
      for (int label = 0; label < task.labels().size(); label++) {
        Path folder = root.resolve(part.getKey()).resolve(task.labels().name(label));
        Files.createDirectories(folder);
        for (int i = 0; i < part.getValue(); i++) {
          var random = seed.stream("folder-" + part.getKey(), label, i);
          write(
              task.draw(label, size, random),
              folder.resolve(String.format(Locale.ROOT, "%04d.jpg", i + 1)));
          written++;
        }
      }
    }
    return written;
  }

  private static SortedMap<String, Integer> checked(Map<String, Integer> perClass) {
    if (perClass.isEmpty()) {
      throw new IllegalArgumentException("perClass must name at least one part, but was empty");
    }
    perClass.forEach(
        (part, count) -> {
          if (!part.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                "a part's name must be of letters, digits, _ and -, but was '" + part + "'");
          }
          if (count < 1 || count > 9999) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "perClass of '%s' must be from 1 to 9999, but was %d",
                    part,
                    count));
          }
        });
    return new TreeMap<>(perClass);
  }

  private static void requireEmpty(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new FileAlreadyExistsException(root.toString(), null, "is a file; name a new folder");
    }
    try (Stream<Path> entries = Files.list(root)) {
      if (entries.findAny().isPresent()) {
        throw new FileAlreadyExistsException(
            root.toString(), null, "is not empty; name a new or an empty folder");
      }
    }
  }

  private static void write(Picture picture, Path file) throws IOException {
    byte[] jpeg = jpeg(picture);
    AtomicFile.replace(file, out -> out.write(jpeg));
  }

  private static byte[] jpeg(Picture picture) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    if (!writers.hasNext()) {
      throw new IOException(
          "this Java runtime has no JPEG writer: the module java.desktop is missing");
    }
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture.toBufferedImage(), null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

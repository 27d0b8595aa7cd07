package org.graft4j.augment.datavec;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipFile;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.datavec.image.transform.BoxImageTransform;
import org.datavec.image.transform.ColorConversionTransform;
import org.datavec.image.transform.CropImageTransform;
import org.datavec.image.transform.EqualizeHistTransform;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.LargestBlobCropTransform;
import org.datavec.image.transform.MultiImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.datavec.image.transform.ResizeImageTransform;
import org.datavec.image.transform.RotateImageTransform;
import org.datavec.image.transform.ScaleImageTransform;
import org.datavec.image.transform.WarpImageTransform;
import org.nd4j.common.primitives.Pair;

/** All image transforms of DataVec's jar, as one would make them. */
final class DataVecTransforms {

  /** Those that cannot run here, with the reason. */
  static final Map<String, String> LEFT_OUT =
      Map.of(
          "FilterImageTransform", "needs FFmpeg's natives, which are no dependency",
          "ShowImageTransform", "opens a window");

  private DataVecTransforms() {}

  /** One row or more for each class, for pictures of 32x24. */
  static Map<String, Function<Random, ImageTransform>> table() {
    Map<String, Function<Random, ImageTransform>> table = new LinkedHashMap<>();
    table.put("BoxImageTransform", random -> new BoxImageTransform(random, 20, 40));
    table.put(
        "ColorConversionTransform",
        random -> new ColorConversionTransform(random, opencv_imgproc.COLOR_BGR2HSV));
    table.put(
        "ColorConversionTransform to grey",
        random -> new ColorConversionTransform(random, opencv_imgproc.COLOR_BGR2GRAY));
    table.put("CropImageTransform", random -> new CropImageTransform(random, 7));
    table.put("EqualizeHistTransform", random -> new EqualizeHistTransform());
    table.put("FlipImageTransform", FlipImageTransform::new);
    table.put("LargestBlobCropTransform", LargestBlobCropTransform::new);
    table.put(
        "MultiImageTransform",
        random ->
            new MultiImageTransform(
                random, new FlipImageTransform(1), new RotateImageTransform(10)));
    table.put(
        "PipelineImageTransform",
        random ->
            new PipelineImageTransform(
                List.of(
                    new Pair<>(new FlipImageTransform(random), 0.5),
                    new Pair<>(new WarpImageTransform(random, 4), 0.7)),
                false));
    table.put(
        "PipelineImageTransform shuffled",
        random ->
            new PipelineImageTransform(
                new ArrayList<>(
                    List.of(
                        new Pair<>(new CropImageTransform(random, 5), 0.8),
                        new Pair<>(new RotateImageTransform(random, 40), 0.8),
                        new Pair<>(new ScaleImageTransform(random, 4), 0.8))),
                true));
    table.put("RandomCropTransform", random -> new RandomCropTransform(16, 20));
    table.put("ResizeImageTransform", random -> new ResizeImageTransform(random, 21, 19));
    table.put("RotateImageTransform", random -> new RotateImageTransform(random, 3, 3, 40, 0.1f));
    table.put("ScaleImageTransform", random -> new ScaleImageTransform(random, 6));
    table.put("WarpImageTransform", random -> new WarpImageTransform(random, 5));
    return table;
  }

  /** Simple names of the classes in the jar that can be made. */
  static Set<String> inJar() throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar =
        Path.of(ImageTransform.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> names = new TreeSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith("org/datavec/image/transform/") && name.matches("[^$]*\\.class")) {
          Class<?> type =
              Class.forName(
                  name.replace('/', '.').replaceAll("\\.class$", ""),
                  false,
                  DataVecTransforms.class.getClassLoader());
          if (ImageTransform.class.isAssignableFrom(type)
              && !Modifier.isAbstract(type.getModifiers())) {
            names.add(type.getSimpleName());
          }
        }
      }
    }
    return names;
  }
}

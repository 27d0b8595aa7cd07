package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureReader;
import org.graft4j.data.Seed;

/**
 * A shift between domains: drawn things to learn from as they are, and others to be measured on
 * that were taken in dim light: each value is 0.3 of what it would be.
 *
 * @param train of each class
 * @param alike dim ones without labels, of each class
 */
public record DimThings(int train, int alike) implements TrialData {
  private static final double LIGHT = 0.3;

  @Override
  public String describe() {
    return DrawnThings.of(train).describe()
        + "; measured on dim ones, of which "
        + alike
        + " of each class are there without labels";
  }

  @Override
  public Parts parts(Seed seed, Bench bench) throws IOException {
    Parts bright = DrawnThings.of(train).withValidation(alike).parts(seed, bench);
    Path folder = bench.folder();
    DatasetSplit split = bright.split();
    return new Parts(
        new DatasetSplit(split.labels(), split.train(), List.of(), List.of()),
        dim(bright.heldOut(), folder),
        dim(split.validation(), folder));
  }

  private static List<ImageItem> dim(List<ImageItem> items, Path folder) throws IOException {
    List<ImageItem> dim = new ArrayList<>();
    for (ImageItem item : items) {
      Picture picture = PictureReader.standard().read(item.file());
      byte[] values = picture.rgb().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) Math.round(LIGHT * (values[i] & 0xff));
      }
      Path file = folder.resolve(item.id().replace('/', '-') + ".png");
      Files.createDirectories(folder);
      Picture darker = new Picture(picture.width(), picture.height(), values);
      ImageIO.write(darker.toBufferedImage(), "png", file.toFile());
      dim.add(new ImageItem(file, item.id(), item.label()));
    }
    return dim;
  }
}

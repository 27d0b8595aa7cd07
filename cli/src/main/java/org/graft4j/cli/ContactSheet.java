package org.graft4j.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft4j.data.Picture;
import org.graft4j.runtime.AtomicFile;

/**
 * Pictures in rows, with labels, as a PNG file.
 *
 * @param title over all
 * @param rows at least one; all with as many pictures, all of one size
 */
record ContactSheet(String title, List<Row> rows) {
  private static final int MARGIN = 8;
  private static final int LABELS = 170;
  private static final int LINE = 20;

  /** Larger pictures are drawn smaller, and those of CIFAR larger: nobody sees much at 32x32. */
  private static final int LARGEST_CELL = 240;

  private static final int SMALLEST_CELL = 96;

  /**
   * One row.
   *
   * @param first line of its label
   * @param second line of it
   */
  record Row(String first, String second, List<Picture> pictures) {}

  void write(Path file, boolean overwrite) throws IOException {
    BufferedImage sheet = drawn();
    AtomicFile.write(
        file,
        overwrite,
        out -> {
          try (MemoryCacheImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(sheet, "png", png);
          }
        });
  }

  private BufferedImage drawn() {
    Picture first = rows.get(0).pictures().get(0);
    double scale = scale(Math.max(first.width(), first.height()));
    int width = (int) Math.max(1, Math.round(first.width() * scale));
    int height = (int) Math.max(1, Math.round(first.height() * scale));
    int columns = rows.get(0).pictures().size();
    int top = MARGIN + 2 * LINE;
    BufferedImage sheet =
        new BufferedImage(
            LABELS + MARGIN + columns * (width + MARGIN),
            top + rows.size() * (height + MARGIN),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION,
          scale > 1
              ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
              : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < columns; column++) {
          int x = LABELS + MARGIN + column * (width + MARGIN);
          int y = top + row * (height + MARGIN);
          BufferedImage cell = rows.get(row).pictures().get(column).toBufferedImage();
          graphics.drawImage(cell, x, y, width, height, null);
        }
      }
      label(graphics, columns, width, height, top);
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private static double scale(int side) {
    if (side > LARGEST_CELL) {
      return LARGEST_CELL / (double) side;
    }
    return side >= SMALLEST_CELL ? 1 : Math.ceil(SMALLEST_CELL / (double) side);
  }

  private void label(Graphics2D graphics, int columns, int width, int height, int top) {
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.BLACK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
      text(graphics, title, MARGIN, LINE, columns * (width + MARGIN) + LABELS - MARGIN);
      for (int row = 0; row < rows.size(); row++) {
        int y = top + row * (height + MARGIN) + LINE;
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        text(graphics, rows.get(row).first(), MARGIN, y, LABELS - MARGIN);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        text(graphics, rows.get(row).second(), MARGIN, y + LINE, LABELS - MARGIN);
      }
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      for (int column = 0; column < columns; column++) {
        String name = column == 0 ? "evaluation" : "view " + column;
        int x = LABELS + MARGIN + column * (width + MARGIN);
        text(graphics, name, x, 2 * LINE, width);
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      // A Java without any font says so in one of these ways; the pictures are what counts.
      Terminal.note("the sheet has no labels, since this Java finds no font");
    }
  }

  /** A line, cut where there is no more room. */
  private static void text(Graphics2D graphics, String line, int x, int y, int room) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = line;
    while (metrics.stringWidth(shown) > room && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    graphics.drawString(shown, x, y);
  }
}

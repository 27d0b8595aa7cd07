package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One part of the report. It shows the same content as HTML and as Markdown, and puts every number
 * of it, or what it is computed from, into the JSON. A section without content has no blocks and is
 * left out.
 */
interface Section {

  String title();

  List<Block> blocks();

  /** Puts the section's content under keys of its own. */
  void putInto(ObjectNode root);

  /**
   * The section as HTML.
   *
   * @param blocks its own
   */
  default String html(List<Block> blocks) {
    StringBuilder html = new StringBuilder("<section><h2>" + Html.escape(title()) + "</h2>\n");
    blocks.forEach(block -> html.append(block.html()));
    return html.append("</section>\n").toString();
  }

  /**
   * The section as Markdown.
   *
   * @param blocks its own
   */
  default String markdown(List<Block> blocks) {
    StringBuilder markdown = new StringBuilder("## " + Markdown.escape(title()) + "\n");
    for (Block block : blocks) {
      if (!block.markdown().isEmpty()) {
        markdown.append('\n').append(block.markdown());
      }
    }
    return markdown.append('\n').toString();
  }
}

package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** How the runs came about. */
record ProvenanceSection(Map<String, String> settings) implements Section {

  @Override
  public String title() {
    return "Provenance";
  }

  @Override
  public List<Block> blocks() {
    return settings.isEmpty() ? List.of() : List.of(facts(settings));
  }

  /** Named values, each of any length. */
  static Block facts(Map<String, String> values) {
    StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
    StringBuilder markdown = new StringBuilder();
    values.forEach(
        (name, value) -> {
          html.append(
              Html.format(
                  "<div><dt><bdi>%s</bdi></dt><dd><bdi>%s</bdi></dd></div>\n",
                  Html.escape(name), Html.escape(value)));
          markdown.append(
              Html.format("- **%s**: %s\n", Markdown.escape(name), Markdown.escape(value)));
        });
    html.append("</dl>\n");
    return new Facts(html.toString(), markdown.toString());
  }

  private record Facts(String html, String markdown) implements Block {}

  @Override
  public void putInto(ObjectNode root) {
    ObjectNode node = root.putObject("settings");
    settings.forEach(node::put);
  }
}

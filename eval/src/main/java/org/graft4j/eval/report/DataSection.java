package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found to be wrong with the data. */
record DataSection(Optional<DataFindings> data) implements Section {
  private static final int SHOWN = 5;

  @Override
  public String title() {
    return "Data";
  }

  @Override
  public List<Block> blocks() {
    return data.map(DataSection::blocks).orElse(List.of());
  }

  private static List<Block> blocks(DataFindings data) {
    List<Block> blocks = new ArrayList<>();
    data.leak().ifPresent(leak -> blocks.add(Block.alarm(Words.of(leak.sentence()))));
    if (data.findings().isEmpty()) {
      blocks.add(Block.paragraph(Words.of("Nothing was found to be wrong with the data.")));
      return blocks;
    }
    Table table =
        Table.scrolling("Findings about the data")
            .text("Finding")
            .text("What")
            .text("How grave")
            .text("Such as");
    for (DataFindings.Finding finding : data.findings()) {
      Words items = Words.of("");
      List<String> shown = finding.items().stream().limit(SHOWN).toList();
      for (int i = 0; i < shown.size(); i++) {
        items.text(i == 0 ? "" : ", ").name(shown.get(i));
      }
      int rest = finding.items().size() - shown.size();
      items.text(rest == 0 ? "" : " and " + rest + " more");
      table.row(
          Words.of(finding.kind()),
          Words.named(finding.summary()),
          Words.of(finding.severity()),
          items);
    }
    blocks.add(table);
    return blocks;
  }

  @Override
  public void putInto(ObjectNode root) {
    if (data.isEmpty()) {
      root.putNull("data");
      return;
    }
    ArrayNode findings = root.putObject("data").putArray("findings");
    for (DataFindings.Finding finding : data.get().findings()) {
      ObjectNode node = findings.addObject();
      node.put("kind", finding.kind());
      node.put("severity", finding.severity());
      node.put("summary", finding.summary());
      ArrayNode items = node.putArray("items");
      finding.items().forEach(items::add);
    }
  }
}

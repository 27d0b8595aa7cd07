package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.Finding;

/** What the doctor found to be wrong with the data, the worst first. */
record DataSection(Optional<DoctorReport> doctor) implements Section {
  private static final int SHOWN = 5;

  @Override
  public String title() {
    return "Data";
  }

  @Override
  public List<Block> blocks() {
    return doctor.map(DataSection::blocks).orElse(List.of());
  }

  private static List<Block> blocks(DoctorReport report) {
    List<Block> blocks = new ArrayList<>();
    if (report.leak().leaks()) {
      blocks.add(Block.alarm(Words.of(report.leak().sentence() + ".")));
    }
    blocks.add(Block.paragraph(Words.named(report.verdict()).text(".")));
    if (report.findings().isEmpty()) {
      return blocks;
    }
    Table table =
        Table.scrolling("Findings about the data")
            .text("Finding")
            .text("What, and what to do")
            .text("How grave")
            .text("Such as");
    for (Finding finding : report.findings()) {
      table.row(
          Words.of(finding.kind().id()),
          Words.named(finding.sentence()).text(" ").name(finding.remedy()),
          Words.of(finding.severity().id()),
          items(finding.ids()));
    }
    blocks.add(table);
    return blocks;
  }

  private static Words items(List<String> ids) {
    Words items = Words.of("");
    List<String> shown = ids.stream().limit(SHOWN).toList();
    for (int i = 0; i < shown.size(); i++) {
      items.text(i == 0 ? "" : ", ").name(shown.get(i));
    }
    int rest = ids.size() - shown.size();
    return items.text(rest == 0 ? "" : " and " + rest + " more");
  }

  @Override
  public void putInto(ObjectNode root) {
    if (doctor.isEmpty()) {
      root.putNull("data");
      return;
    }
    root.set("data", RunReportJson.tree(doctor.get().toJson()));
  }
}

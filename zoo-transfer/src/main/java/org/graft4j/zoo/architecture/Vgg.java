package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.InputSpec;
import org.graft4j.layer.AdaptiveAveragePooling;

/**
 * VGG (Simonyan and Zisserman 2014, arXiv:1409.1556) as torchvision builds it.
 *
 * <p>The features of the whole network are the 4096 numbers behind the second dense layer: the
 * dropout behind it belongs to the head, so that a new head brings its own. Dense layers need 7x7
 * places; pictures that give another number are pooled adaptively, 224x224 needs no such layer.
 *
 * @param id name of the architecture
 * @param convolutions the number of convolutions in each block
 * @param norm whether a batch norm stands behind each convolution
 */
record Vgg(String id, List<Integer> convolutions, boolean norm) implements Architecture {
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);
  private static final String CLASSIFIER = "classifier";
  private static final int PLACES = 7;
  private static final int FEATURES = 4096;

  @Override
  public InputSpec input() {
    return InputSpec.imageNet();
  }

  @Override
  public List<String> groups() {
    List<String> groups = new ArrayList<>();
    for (int block = 1; block <= WIDTHS.size(); block++) {
      groups.add("block" + block);
    }
    groups.add(CLASSIFIER);
    return List.copyOf(groups);
  }

  @Override
  public Network network(NetworkForm form) {
    String top = Groups.top(this, form);
    int blocks = Math.min(groups().indexOf(top) + 1, WIDTHS.size());
    int reduction = 1 << blocks;
    Groups.requireSize(this, form, reduction);
    NetworkBuilder net =
        new NetworkBuilder(
            form,
            InitialWeights.of(
                InitialWeights.Spread.HE_FAN_OUT, InitialWeights.Spread.NORMAL_1_PERCENT));
    blocks(net, blocks);
    if (!top.equals(CLASSIFIER)) {
      net.globalAverage("avgpool");
      return net.features(WIDTHS.get(blocks - 1));
    }
    net.group(CLASSIFIER);
    if (form.height() / reduction != PLACES || form.width() / reduction != PLACES) {
      net.vertex("avgpool", new AdaptiveAveragePooling(PLACES, PLACES), net.last());
    }
    net.dense("classifier.0", FEATURES).relu("classifier.1").dropout("classifier.2", 0.5);
    net.dense("classifier.3", FEATURES).relu("classifier.4");
    return net.classifiedBy("classifier.6", FEATURES, head -> head.dropout("classifier.5", 0.5));
  }

  /** Layers are numbered through as in torchvision's {@code features}: conv, relu, ..., pool. */
  private void blocks(NetworkBuilder net, int count) {
    int module = 0;
    for (int block = 0; block < count; block++) {
      net.group("block" + (block + 1));
      for (int i = 0; i < convolutions.get(block); i++) {
        net.conv("features." + module++, WIDTHS.get(block), 3, 1, 1, true);
        if (norm) {
          net.norm("features." + module++);
        }
        net.relu("features." + module++);
      }
      net.maxPool("features." + module++, 2, 2, 0);
    }
  }
}

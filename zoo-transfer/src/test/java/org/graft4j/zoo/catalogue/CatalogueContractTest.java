package org.graft4j.zoo.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.download.PublishedDigest;
import org.graft4j.zoo.download.PublishedSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has to hold of every card that the library brings along. */
class CatalogueContractTest {
  private static final Set<String> LICENCES = Set.of("BSD-3-Clause", "Apache-2.0", "MIT");

  /** Architectures that the catalogue covers. */
  private static final List<String> COVERED =
      List.of(
          "convnext_tiny",
          "densenet121",
          "efficientnet_b0",
          "mobilenet_v2",
          "mobilenet_v3_small",
          "resnet101",
          "resnet152",
          "resnet18",
          "resnet34",
          "resnet50",
          "resnext50_32x4d",
          "squeezenet1_1",
          "vgg11",
          "vgg11_bn",
          "vgg13",
          "vgg13_bn",
          "vgg16",
          "vgg16_bn",
          "vgg19",
          "vgg19_bn",
          "wide_resnet50_2");

  static Stream<CatalogueCard> cards() {
    try {
      return Catalogue.builtIn().cards().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void builtIn_architectures_areThoseCoveredAndNoOther() {
    assertThat(cards().map(CatalogueCard::architecture).distinct().sorted().toList())
        .isEqualTo(COVERED);
  }

  /**
   * An architecture of torchvision's without weights to fetch would be one that nobody finds; those
   * of other makers, as {@code resnet50_keras}, have none with a known digest.
   */
  @Test
  void builtIn_everyArchitectureWithPublishedWeights_isCovered() {
    assertThat(Architectures.all().stream().map(Architecture::id))
        .filteredOn(
            id -> id.matches("(resnet|resnext|vgg)\\d+.*") && !id.matches(".*_(keras|cifar)"))
        .isSubsetOf(COVERED);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void url_isSecureAndCarriesTheDigest(CatalogueCard card) {
    for (URI url : card.file().urls()) {
      assertThat(url.getScheme()).isEqualTo("https");
      assertThat(url.getPath()).matches("(/[A-Za-z0-9._-]+)+").doesNotContain("..");
      if (url.getHost().equals("download.pytorch.org")) {
        Matcher prefix = Pattern.compile(".*-([0-9a-f]{8})\\.pth").matcher(url.getPath());
        assertThat(prefix).matches();
        assertThat(card.file().digest().digits()).startsWith(prefix.group(1));
        assertThat(url.getPath()).startsWith("/models/" + card.architecture());
      } else {
        assertThat(url.getHost()).isEqualTo("huggingface.co");
        assertThat(card.file().digest()).isInstanceOf(PublishedDigest.Whole.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cards")
  void facts_arePlausible(CatalogueCard card) {
    assertThat(LICENCES).contains(card.licence());
    assertThat(card.classes()).contains(new SourceClasses("imagenet-1k", 1000));
    assertThat(card.accuracy().orElseThrow().top1()).isBetween(55.0, 90.0);
    assertThat(card.accuracy().orElseThrow().source()).startsWith("https://");
    assertThat(card.input().width()).isEqualTo(224);
    assertThat(card.input().mean()).containsExactly(0.485, 0.456, 0.406);
    PublishedSize size = card.file().size();
    assertThat(size.least()).isBetween(1L << 20, 600L << 20);
    assertThat(size.most() - size.least()).isLessThan(1100);
  }

  /** An accuracy at another size than the card prepares is not that of these pictures. */
  @ParameterizedTest
  @MethodSource("cards")
  void accuracy_isThatOfTheCardsPictures(CatalogueCard card) {
    String on = card.accuracy().orElseThrow().on();
    String size = card.input().width() + "x" + card.input().height();
    if (card.keys() == KeyNaming.TIMM) {
      assertThat(on).isEqualTo("ImageNet-1K validation at " + size); // timm states several
    } else {
      assertThat(on).isEqualTo("ImageNet-1K validation"); // with the weights' own transforms
    }
  }

  /**
   * The file's size, copied from its publisher, against the number of values that our network has:
   * a wrong size or a wrong architecture would show. One file holds half precision.
   */
  @ParameterizedTest
  @MethodSource("cardsOfKnownArchitectures")
  void size_isThatOfTheArchitecturesValues(CatalogueCard card) {
    NetworkForm form = NetworkForm.whole(card.input(), card.classes().orElseThrow().number());
    Architecture architecture = Architectures.find(card.architecture()).orElseThrow();
    long values =
        ParameterSlot.of(architecture.network(form).configuration()).stream()
            .mapToLong(ParameterSlot::length)
            .sum();

    double bytesAValue = (double) card.file().size().most() / values;
    if (card.id().equals("wide_resnet50_2.torchvision_in1k")) {
      assertThat(bytesAValue).isBetween(2.0, 2.02);
    } else {
      assertThat(bytesAValue).isBetween(4.0, 4.05);
    }
  }

  static Stream<CatalogueCard> cardsOfKnownArchitectures() {
    return cards().filter(card -> Architectures.find(card.architecture()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void tag_namesThePublisherAndTheVersion(CatalogueCard card) {
    String tag = card.id().substring(card.architecture().length() + 1);
    boolean second = card.source().endsWith("IMAGENET1K_V2");
    assertThat(tag)
        .isEqualTo(
            card.keys() == KeyNaming.TIMM
                ? "timm_a1_in1k"
                : second ? "torchvision_in1k_v2" : "torchvision_in1k");
  }

  @Test
  void find_byId_givesTheCardAndElseNothing() throws Exception {
    Catalogue catalogue = Catalogue.builtIn();
    CatalogueCard card = catalogue.find("resnet18.torchvision_in1k").orElseThrow();

    assertThat(card.file().urls())
        .containsExactly(URI.create("https://download.pytorch.org/models/resnet18-f37072fd.pth"));
    assertThat(card.accuracy().orElseThrow().top1()).isEqualTo(69.758);
    assertThat(catalogue.find("resnet18")).isEmpty();
    assertThatThrownBy(() -> catalogue.cards().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}

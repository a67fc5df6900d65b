using FsCheck;
using FsCheck.Fluent;
using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

public sealed class MetricRegistryTests
{
    private readonly MetricRegistry registry = new();

    [Fact]
    public void WriteTo_FamiliesOfAllTypes_IsTheWholePageInOrder()
    {
        var requests = registry.Counter("z_requests_total", "Requests.", "component", "status");
        requests.With("ns.a", "500").Add(0.5);
        requests.With("ns.b", "200").Add(3);
        requests.With("ns.a", "200").Add(1);
        registry.Gauge("in_flight", "In flight.").With().Set(-1.5);
        var sizes = registry.Histogram("batch_size", "Items of a batch.", new HistogramBuckets(1, 2.5), "component").With("ns.a");
        sizes.Observe(1);
        sizes.Observe(2);
        sizes.Observe(9);

        Page.Of(registry).ShouldBe("""
            # HELP batch_size Items of a batch.
            # TYPE batch_size histogram
            batch_size_bucket{component="ns.a",le="1"} 1
            batch_size_bucket{component="ns.a",le="2.5"} 2
            batch_size_bucket{component="ns.a",le="+Inf"} 3
            batch_size_sum{component="ns.a"} 12
            batch_size_count{component="ns.a"} 3
            # HELP in_flight In flight.
            # TYPE in_flight gauge
            in_flight -1.5
            # HELP z_requests_total Requests.
            # TYPE z_requests_total counter
            z_requests_total{component="ns.a",status="200"} 1
            z_requests_total{component="ns.a",status="500"} 0.5
            z_requests_total{component="ns.b",status="200"} 3

            """);
    }

    [Fact]
    public void WriteTo_HistogramWithoutLabels_HasBoundsAsItsOnlyLabel()
    {
        registry.Histogram("wait_seconds", "Wait.", new HistogramBuckets(0.00001));
        Page.Of(registry).ShouldContain("wait_seconds_bucket{le=\"1E-05\"} 0\nwait_seconds_bucket{le=\"+Inf\"} 0\n");
    }

    [Fact]
    public void WriteTo_FamilyWithLabelsAndNoMember_IsLeftOut()
    {
        registry.Counter("x_total", "X.", "component");
        Page.Of(registry).ShouldBe("");
    }

    [Fact]
    public void WriteTo_SpecialCharacters_AreEscaped()
    {
        registry.Gauge("x", "back\\slash and\nline", "name").With("quote\" back\\slash line\n lone\ud800 é").Set(double.NaN);
        Page.Of(registry).ShouldBe(
            "# HELP x back\\\\slash and\\nline\n# TYPE x gauge\nx{name=\"quote\\\" back\\\\slash line\\n lone\ufffd é\"} NaN\n");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1E+21")]
    public void WriteTo_Values_AreTextOfTheFormat(double value, string text)
    {
        registry.Gauge("x", "X.").With().Set(value);
        Page.Of(registry).ShouldEndWith($"\nx {text}\n");
    }

    [Fact]
    public void WriteTo_AnyLabelValue_KeepsOneSampleOnOneLine()
    {
        Prop.ForAll<NonNull<string>>(value =>
        {
            var one = new MetricRegistry();
            one.Counter("x_total", "X.", "name").With(value.Get).Increment();
            var lines = Page.Of(one).Split('\n');
            return lines is [_, _, var sample, ""] && sample.StartsWith("x_total{name=\"") && sample.EndsWith("\"} 1");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void BeforeScrape_Registered_RunsOncePerScrapeAndNotBefore()
    {
        var scrapes = 0;
        var gauge = registry.Gauge("scrapes", "Scrapes.").With();
        registry.BeforeScrape(() => gauge.Set(++scrapes));

        scrapes.ShouldBe(0);
        Page.Value(Page.Of(registry), "scrapes").ShouldBe(1);
        Page.Value(Page.Of(registry), "scrapes").ShouldBe(2);
    }

    [Fact]
    public void RemoveWhere_LabelValue_DropsItsMembersOfAllFamiliesOnly()
    {
        var requests = registry.Counter("requests_total", "Requests.", "component", "status");
        requests.With("gone", "200").Increment();
        requests.With("gone", "500").Increment();
        requests.With("kept", "gone").Increment();
        registry.Gauge("in_flight", "In flight.", "component").With("gone").Set(1);
        registry.Gauge("other", "Other.", "box").With("gone").Set(1);

        registry.RemoveWhere("component", "gone");

        var page = Page.Of(registry);
        page.ShouldNotContain("component=\"gone\"");
        Page.Value(page, "requests_total{component=\"kept\",status=\"gone\"}").ShouldBe(1);
        Page.Value(page, "other{box=\"gone\"}").ShouldBe(1);
    }

    [Theory]
    [InlineData("1x")]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("é")]
    public void Counter_InvalidName_Throws(string name) => Should.Throw<ArgumentException>(() => registry.Counter(name, "X."));

    [Theory]
    [InlineData("1x")]
    [InlineData("__x")]
    [InlineData("a:b")]
    public void Counter_InvalidLabel_Throws(string label) => Should.Throw<ArgumentException>(() => registry.Counter("x_total", "X.", label));

    [Fact]
    public void Counter_LabelTwice_Throws() => Should.Throw<ArgumentException>(() => registry.Counter("x_total", "X.", "a", "a"));

    [Fact]
    public void Histogram_LabelLe_Throws() =>
        Should.Throw<ArgumentException>(() => registry.Histogram("x", "X.", HistogramBuckets.Sizes, "le"));

    [Fact]
    public void Gauge_NameOfAnotherFamilysSample_Throws()
    {
        registry.Histogram("x_seconds", "X.", HistogramBuckets.Seconds);
        Should.Throw<ArgumentException>(() => registry.Gauge("x_seconds_count", "Count."));
    }
}

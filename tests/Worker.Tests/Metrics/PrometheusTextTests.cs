namespace Kappa.Worker.Tests;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_metric_has_its_help_its_type_and_a_line_for_each_series()
    {
        var info = new MetricInfo("kappa.demo", MetricKind.Counter, "s", "Demo.", "path", "kind");
        var metric = new WorkerMetric(
            info, _ => [new MetricValue(0.1, "C:\\\"x\"\n", "a"), new MetricValue(1e20, "", "b")]);
        var reading = new WorkerReading(IsReady: false, [], [], [], null, null, null);

        string text = PrometheusText.Of([metric], reading);

        Assert.Equal(
            "# HELP kappa_demo_seconds_total Demo.\n# TYPE kappa_demo_seconds_total counter\n" +
            "kappa_demo_seconds_total{path=\"C:\\\\\\\"x\\\"\\n\",kind=\"a\"} 0.1\n" +
            "kappa_demo_seconds_total{path=\"\",kind=\"b\"} 1E+20\n",
            text);
    }
}

using System.Text.RegularExpressions;

namespace Kappa.Worker.Tests;

/// <summary>
/// The page pins names, units and labels, and the dashboard and the alert rules ask for nothing that does not exist.
/// </summary>
public sealed partial class MetricsPageTests
{
    private static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    [Fact]
    public void The_page_names_every_metric_with_its_kind_unit_labels_and_meaning_and_no_other()
    {
        string[] rows = [.. File.ReadAllLines(Path.Combine(Root, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `kappa_", StringComparison.Ordinal))];

        string[] expected = [.. WorkerMeter.All.Select(metric => metric.Info).Select(info =>
            $"| `{info.PrometheusName}` | {info.Kind.ToString().ToLowerInvariant()} | {info.Unit} | " +
            $"{string.Join(", ", info.Labels)} | {info.Help} |")];

        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("deploy/grafana/kappa.json")]
    [InlineData("deploy/prometheus/kappa-alerts.yaml")]
    public void What_is_deployed_asks_for_metrics_and_labels_that_exist(string file)
    {
        string text = File.ReadAllText(Path.Combine(Root, file));
        HashSet<string> names = [.. WorkerMeter.All.Select(metric => metric.Info.PrometheusName)];
        HashSet<string> labels = [.. WorkerMeter.All.SelectMany(metric => metric.Info.Labels), "instance"];

        string[] asked = [.. Name().Matches(text).Select(name => name.Value).Distinct()];
        string[] grouped = [.. Grouping().Matches(text).SelectMany(by => by.Groups[1].Value.Split(','))
            .Select(label => label.Trim()).Distinct()];

        Assert.NotEmpty(asked);
        Assert.NotEmpty(grouped);
        Assert.Empty(asked.Except(names));
        Assert.Empty(grouped.Except(labels));
    }

    [Fact]
    public void Names_are_those_that_Prometheus_and_OpenTelemetry_ask_for()
    {
        Assert.All(WorkerMeter.All, metric => Assert.Matches("^kappa(\\.[a-z_]+)+$", metric.Info.Name));
        Assert.All(WorkerMeter.All, metric => Assert.Matches("^(s|By|1|\\{[a-z]+\\})$", metric.Info.Unit));
        Assert.Equal(
            WorkerMeter.All.Count, WorkerMeter.All.Select(metric => metric.Info.PrometheusName).Distinct().Count());
    }

    private static string FindRoot(string directory) => File.Exists(Path.Combine(directory, "Kappa.sln"))
        ? directory : FindRoot(Path.GetDirectoryName(directory.TrimEnd('/'))!);

    [GeneratedRegex("kappa_[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();
}

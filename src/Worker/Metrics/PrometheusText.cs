using System.Globalization;
using System.Text;

namespace Kappa.Worker;

/// <summary>Metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all metrics; one without a series says what it would be, and no more.</summary>
    public static string Of(IEnumerable<WorkerMetric> metrics, WorkerReading reading)
    {
        var text = new StringBuilder();
        foreach (WorkerMetric metric in metrics)
        {
            MetricInfo info = metric.Info;
            string kind = info.Kind == MetricKind.Counter ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {info.PrometheusName} {info.Help}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {info.PrometheusName} {kind}\n");
            foreach (MetricValue value in metric.Read(reading))
            {
                text.Append(info.PrometheusName);
                AppendLabels(text, info.Labels, value.Labels);
                text.Append(CultureInfo.InvariantCulture, $" {value.Value:R}\n");
            }
        }

        return text.ToString();
    }

    private static void AppendLabels(StringBuilder text, string[] names, string[] values)
    {
        if (names.Length == 0)
        {
            return;
        }

        IEnumerable<string> labels = names.Zip(values, (name, value) => $"{name}=\"{Escaped(value)}\"");
        text.Append('{').AppendJoin(',', labels).Append('}');
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

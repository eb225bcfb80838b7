namespace Kappa.Worker;

/// <summary>What a metric is called, and what it says.</summary>
/// <param name="Name">Name of the instrument, with dots: <c>kappa.lag</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Unit">Its unit as UCUM writes it: <c>s</c>, <c>By</c>, <c>1</c>, or what is counted in braces.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Labels">Names of its labels.</param>
internal sealed record MetricInfo(string Name, MetricKind Kind, string Unit, string Help, params string[] Labels)
{
    /// <summary>The name that Prometheus sees, made as OpenTelemetry makes it: <c>kappa_lag_seconds</c>.</summary>
    public string PrometheusName { get; } = Name.Replace('.', '_') + Unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        "1" when Kind == MetricKind.Gauge => "_ratio",
        _ => "",
    } + (Kind == MetricKind.Counter ? "_total" : "");
}

using System.Globalization;

namespace Kappa.Worker.Tests;

/// <summary>What a worker says of itself to Prometheus.</summary>
internal sealed class Scrape
{
    private readonly Dictionary<string, double> _series;

    private Scrape(string text) => _series = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>The series, with their labels.</summary>
    public IReadOnlyCollection<string> Series => _series.Keys;

    public static async Task<Scrape> OfAsync(RunningWorker worker) => new(await worker.Http.GetStringAsync("/metrics"));

    /// <summary>Scrapes until what is wished for shows.</summary>
    public static async Task<Scrape> UntilAsync(RunningWorker worker, Func<Scrape, bool> isWished)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Scrape scrape = await OfAsync(worker);
            if (isWished(scrape))
            {
                return scrape;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>The sum of the series of a metric that have some labels; 0 for none.</summary>
    public double Sum(string name, params string[] labels) => _series
        .Where(series => series.Key.Split('{')[0] == name
            && labels.All(label => series.Key.Contains(label, StringComparison.Ordinal)))
        .Sum(series => series.Value);

    public bool Has(string name, params string[] labels) => _series.Keys.Any(series => series.Split('{')[0] == name
        && labels.All(label => series.Contains(label, StringComparison.Ordinal)));
}

using System.Diagnostics;
using Kappa.Logs;
using Kappa.Snapshots;
using Kappa.StateStores;

namespace Kappa.Bench;

/// <summary>
/// Applies dumps of CSV and of Parquet: the first one, one in which nothing changed, and one with a hundredth of its
/// rows changed; against reading them with the same reader. Then the table as of its end.
/// </summary>
public static class SnapshotBenchmark
{
    private const int Partitions = 4;

    /// <summary>Runs it.</summary>
    /// <param name="options">How many rows, and where.</param>
    /// <param name="open">Opens a dump as the command does; its format is in the name.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static SnapshotBenchResult Run(
        BenchOptions options, Func<string, ISnapshotSource> open, Action<string>? report = null) =>
        BenchSite.Use(options, site => new SiteRun(options, site, open, report).RunAsync().GetAwaiter().GetResult());

    private sealed class SiteRun(
        BenchOptions options, BenchSite site, Func<string, ISnapshotSource> open, Action<string>? report)
    {
        private readonly DumpGenerator _generator = new(options.Records);
        private readonly List<SnapshotBenchStep> _steps = [];
        private long _wrong;

        public async Task<SnapshotBenchResult> RunAsync()
        {
            foreach (string format in (string[])["csv", "parquet"])
            {
                await RunAsync(format).ConfigureAwait(false);
            }

            report?.Invoke("as of the end");
            (long records, double rate) = AsOf(site.Name("rows-csv"));
            return new SnapshotBenchResult(options.Records, _steps, records, rate, _wrong);
        }

        private async Task RunAsync(string format)
        {
            (string dump, string changed) = (PathOf($"dump.{format}"), PathOf($"changed.{format}"));
            report?.Invoke($"writing {format}");
            await WriteAsync(format, dump, isChanged: false).ConfigureAwait(false);
            await WriteAsync(format, changed, isChanged: true).ConfigureAwait(false);

            await ParseAsync(dump).ConfigureAwait(false); // Code and files are warm then.
            double parse = await MeasureAsync(format, "parse", 0, () => ParseAsync(dump)).ConfigureAwait(false);
            string topic = site.Name($"rows-{format}");
            site.Log.Admin.CreateTopic(topic, new TopicSettings { Partitions = Partitions });
            foreach ((string step, string path, long inserts, long updates) in new[]
            {
                ("first", dump, (long)options.Records, 0L), ("unchanged", dump, 0, 0),
                ("churn", changed, 0, _generator.Changed),
            })
            {
                await MeasureAsync(format, step, parse, () => ApplyAsync(topic, step, path, inserts, updates))
                    .ConfigureAwait(false);
            }

            File.Delete(dump);
            File.Delete(changed);
        }

        private string PathOf(string name) => Path.Combine(options.Directory, name);

        private Task WriteAsync(string format, string path, bool isChanged)
        {
            if (format == "parquet")
            {
                return _generator.WriteParquetAsync(path, isChanged);
            }

            _generator.WriteCsv(path, isChanged);
            return Task.CompletedTask;
        }

        private async Task ParseAsync(string dump)
        {
            var rows = new NoRows();
            await open(dump).ReadAsync(rows, CancellationToken.None).ConfigureAwait(false);
            _wrong += rows.Count == options.Records ? 0 : 1;
        }

        private async Task ApplyAsync(string topic, string id, string path, long inserts, long updates)
        {
            var apply = new SnapshotApply(site.Log, PathOf("images"), TimeProvider.System);
            SnapshotResult result = await apply.RunAsync(
                topic, open(path),
                new SnapshotOptions
                {
                    Key = ["id"],
                    Id = id,
                    AllowOlder = true,
                    TransactionBytes = BenchSite.TransactionBytes,
                },
                CancellationToken.None).ConfigureAwait(false);
            _wrong += (result.Inserts, result.Updates, result.Deletes, result.Rows)
                == (inserts, updates, 0, options.Records) ? 0 : 1;
        }

        private async Task<double> MeasureAsync(string format, string name, double parse, Func<Task> work)
        {
            report?.Invoke($"{format}: {name}");
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            await work().ConfigureAwait(false);
            double rate = options.Records / Stopwatch.GetElapsedTime(start).TotalSeconds;
            _steps.Add(new SnapshotBenchStep(
                format, name, rate, options.Records / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
                parse > 0 ? rate / parse : 1));
            return rate;
        }

        private (long Records, double Rate) AsOf(string topic)
        {
            TopicDescription description = site.Log.Find(topic)!;
            long start = Stopwatch.GetTimestamp();
            using TableFold fold = TableFold.Read(site.Log, description, TablePoints.Find(site.Log, description, null));
            using IRowCursor rows = fold.Scan();
            long count = 0;
            for (; rows.MoveNext(); count++)
            {
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _wrong += count == options.Records ? 0 : 1;
            long records = options.Records + _generator.Changed;
            return (records, records / seconds);
        }
    }
}

using Kappa.Logs;
using Kappa.Snapshots;
using Kappa.StateStores;

namespace Kappa.Bench;

/// <summary>
/// Applies dumps of CSV and of Parquet: the first one, ones in which nothing changed, and ones with a hundredth of
/// their rows changed; each beside a reading of the same dump with the same reader. Then the table as of a moment.
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
        /// <summary>Odd, so that one is in the middle.</summary>
        private const int Rounds = 3;

        private readonly DumpGenerator _generator = new(options.Records);
        private readonly List<SnapshotBenchStep> _steps = [];
        private long _applied;
        private long _wrong;

        public async Task<SnapshotBenchResult> RunAsync()
        {
            foreach (string format in (string[])["csv", "parquet"])
            {
                await RunAsync(format).ConfigureAwait(false);
            }

            AsOfStep asOf = await AsOfAsync(site.Name("rows-csv")).ConfigureAwait(false);
            return new SnapshotBenchResult(options.Records, _steps, asOf, _wrong);
        }

        private async Task RunAsync(string format)
        {
            (string dump, string changed) = (PathOf($"dump.{format}"), PathOf($"changed.{format}"));
            report?.Invoke($"{format}: writing dumps");
            await WriteAsync(format, dump, isChanged: false).ConfigureAwait(false);
            await WriteAsync(format, changed, isChanged: true).ConfigureAwait(false);

            await ParseAsync(dump).ConfigureAwait(false); // Code and files are warm then.
            string topic = site.Name($"rows-{format}");
            site.Log.Admin.CreateTopic(topic, new TopicSettings { Partitions = Partitions });
            await MeasureAsync(format, "first", 1, _ => dump, path => ApplyAsync(topic, path, options.Records, 0))
                .ConfigureAwait(false);
            await MeasureAsync(format, "unchanged", Rounds, _ => dump, path => ApplyAsync(topic, path, 0, 0))
                .ConfigureAwait(false);
            await MeasureAsync(
                format, "churn", Rounds, round => round % 2 == 0 ? changed : dump,
                path => ApplyAsync(topic, path, 0, _generator.Changed)).ConfigureAwait(false);
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

        private async Task ApplyAsync(string topic, string path, long inserts, long updates)
        {
            var apply = new SnapshotApply(site.Log, PathOf("images"), TimeProvider.System);
            var snapshot = new SnapshotOptions { Key = ["id"], Id = $"{++_applied}" };
            SnapshotResult result = await apply.RunAsync(topic, open(path), snapshot, CancellationToken.None)
                .ConfigureAwait(false);
            _wrong += (result.Inserts, result.Updates, result.Deletes, result.Rows)
                == (inserts, updates, 0, options.Records) ? 0 : 1;
        }

        /// <summary>Reads a dump and applies it, in turn: what the machine does beside it is alike.</summary>
        private async Task MeasureAsync(
            string format, string name, int rounds, Func<int, string> dumpOf, Func<string, Task> apply)
        {
            var pairs = new List<(StepTime Parse, StepTime Apply)>();
            for (int round = 0; round < rounds; round++)
            {
                report?.Invoke($"{format}: parse, {name}");
                string dump = dumpOf(round);
                pairs.Add((
                    await StepTime.OfAsync(() => ParseAsync(dump)).ConfigureAwait(false),
                    await StepTime.OfAsync(() => apply(dump)).ConfigureAwait(false)));
            }

            if (_steps.TrueForAll(step => step.Format != format))
            {
                Add(format, "parse", [.. pairs.Select(pair => (pair.Parse, pair.Parse))]);
            }

            Add(format, name, pairs);
        }

        private void Add(string format, string name, IReadOnlyList<(StepTime Parse, StepTime Step)> pairs) =>
            _steps.Add(new SnapshotBenchStep(
                format, name,
                StepTime.Median(pairs.Select(pair => options.Records / pair.Step.WallSeconds)),
                StepTime.Median(pairs.Select(pair => options.Records / pair.Step.CpuSeconds)),
                StepTime.Median(pairs.Select(pair => pair.Parse.WallSeconds / pair.Step.WallSeconds)),
                StepTime.Median(pairs.Select(pair => pair.Parse.CpuSeconds / pair.Step.CpuSeconds))));

        private async Task<AsOfStep> AsOfAsync(string topic)
        {
            const int Snapshots = 100;
            report?.Invoke($"as of: {Snapshots} snapshots");
            TopicDescription description = site.Log.Find(topic)!;
            new ChurnWriter(site.Log, description, _generator, PathOf("changes")).Write(
                Snapshots - ManifestTopic.Read(site.Log, description).Count);
            long records = site.Log.Offsets(description.ListPartitions()).Sum(offsets => offsets.LastStable);
            var times = new List<StepTime>();
            for (int round = 0; round < Rounds; round++)
            {
                report?.Invoke("as of: the end");
                times.Add(await StepTime.OfAsync(() => Task.Run(() => AsOf(description))).ConfigureAwait(false));
            }

            return new AsOfStep(
                Snapshots, records, StepTime.Median(times.Select(time => records / time.WallSeconds)),
                StepTime.Median(times.Select(time => records / time.CpuSeconds)));
        }

        private void AsOf(TopicDescription topic)
        {
            using TableFold fold = TableFold.Read(site.Log, topic, TablePoints.Find(site.Log, topic, null));
            using IRowCursor rows = fold.Scan();
            long count = 0;
            for (; rows.MoveNext(); count++)
            {
            }

            _wrong += count == options.Records ? 0 : 1;
        }
    }
}

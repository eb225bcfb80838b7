using System.Diagnostics;

namespace Kappa.Crash.Tests;

/// <summary>
/// The power is cut at any instant of a worker's life: log, state and all other files are as a disk may leave them that
/// had only synced what it was told to sync. Images of that are built from the traced calls of a real worker.
/// </summary>
public sealed class PowerCutTests(ReplayDirectories directories, ITestOutputHelper output) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kappa-power-").FullName;

    [Fact]
    public async Task Cut_at_any_instant_a_worker_starts_again_nothing_acknowledged_is_lost_and_its_state_is_the_logs()
    {
        Assert.SkipUnless(TracedRun.IsPossible, "strace is not installed (Debian package strace).");
        Random random = Seed.Random(out _);
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.CaughtUp);
        string before = Path.Combine(_root, "before");
        ReplayDirectories.CopyTree(directory, before);
        string trace = Path.Combine(_root, "trace");
        await new TracedRun(new ReplaySite(directory, directories.Assembly), producer, trace, output)
            .RunAsync(Lane.Choose(6, 40));
        AssertNoMappedWrites(directory);
        List<TracedMoment> moments = TracedDisk.Below(directory, TraceReader.Read(trace));
        int[] cuts = Cuts(moments, directory, random);
        output.WriteLine($"{moments.Count} moments, cut at {string.Join(' ', cuts)}");
        var disk = new TracedDisk(directory, before);
        await CutAsync(disk, moments, cuts, producer.Book, random);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>RocksDB writes through no mapping, which a trace would not see.</summary>
    private static void AssertNoMappedWrites(string directory) => Assert.All(
        Directory.GetFiles(Path.Combine(directory, "state"), "OPTIONS-*", SearchOption.AllDirectories),
        file => Assert.Contains("allow_mmap_writes=false", File.ReadAllText(file), StringComparison.Ordinal));

    /// <summary>Half of them anywhere, half of them beside a call on the files of the state.</summary>
    private static int[] Cuts(List<TracedMoment> moments, string directory, Random random)
    {
        var onState = new HashSet<TracedMoment>(
            TracedDisk.Below(Path.Combine(directory, "state"), moments), ReferenceEqualityComparer.Instance);
        int[] ofState = [.. Enumerable.Range(0, moments.Count).Where(at => onState.Contains(moments[at]))];
        int count = Lane.Choose(12, 2_000);
        return [.. Enumerable.Range(0, count).Select(cut => cut % 2 == 0 || ofState.Length == 0
            ? random.Next(moments.Count)
            : Math.Min(ofState[random.Next(ofState.Length)] + random.Next(2), moments.Count - 1)).Order()];
    }

    private async Task CutAsync(
        TracedDisk disk, List<TracedMoment> moments, int[] cuts, BatchBook book, Random random)
    {
        var time = Stopwatch.StartNew();
        int at = 0;
        int rebuilt = 0;
        Dictionary<string, int> unsynced = new() { ["log"] = 0, ["state"] = 0 };
        foreach (int cut in cuts)
        {
            for (; at < cut; at++)
            {
                disk.Follow(moments[at]);
            }

            foreach (string folder in unsynced.Keys.ToArray())
            {
                unsynced[folder] += disk.Unsynced(folder) > 0 ? 1 : 0;
            }

            string image = Path.Combine(_root, "image");
            var mode = (CutMode)random.Next(3);
            disk.Cut(image, mode, random);
            try
            {
                rebuilt += await OpenAsync(image, book.AsOf(moments[cut].Time)) ? 1 : 0;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Cut before moment {cut}, {mode} of what was not synced.", error);
            }

            Directory.Delete(image, recursive: true);
        }

        output.WriteLine(
            $"{cuts.Length} images in {time.Elapsed.TotalSeconds:0} s; {unsynced["log"]} had something in the log " +
            $"that was not synced, {unsynced["state"]} in the state; in {rebuilt} of them state was rebuilt");
        Assert.All(unsynced, folder => Assert.NotEqual(0, folder.Value));
    }

    /// <returns>Whether state was rebuilt.</returns>
    private async Task<bool> OpenAsync(string image, BatchBook book)
    {
        await using HostedWorker worker = await HostedWorker.StartAsync(new ReplaySite(image, directories.Assembly));
        await ReplayChecks.AllIsWellAsync(new ReplayDriver(worker), book);
        return worker.Notices.Any(notice => notice.Contains("rebuilt", StringComparison.Ordinal));
    }
}

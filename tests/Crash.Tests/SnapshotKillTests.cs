using System.Diagnostics;

namespace Kappa.Crash.Tests;

/// <summary>
/// The command that applies a snapshot is killed with -9 at random, while others write to the topic too: all of the
/// snapshot is there or nothing, the next run completes it, and nothing is written twice.
/// </summary>
public abstract class SnapshotKillTests(ITestOutputHelper output) : KillSite
{
    protected const int Partitions = 3;
    protected const string Manifests = "kappa.snapshots";

    /// <summary>How often others write while a snapshot is applied: after ten attempts it would be given up.</summary>
    protected const int OthersTimes = 6;

    private const int FirstRound = 1;

    private static readonly TimeSpan MostTimePerKill = TimeSpan.FromSeconds(120);

    /// <summary>The topic; nobody else has one of this name.</summary>
    protected virtual string Topic => "runways";

    /// <summary>Kills that hit the command before it has ended.</summary>
    protected abstract int Kills { get; }

    /// <summary>The options that say where the log is.</summary>
    private protected abstract string[] Place { get; }

    /// <summary>Reads all that is committed in a topic, partition by partition.</summary>
    private protected abstract List<SnapshotRecord> Read(string topic, int partitions);

    /// <summary>Writes as somebody else; where the command owns the log, it does not run now.</summary>
    private protected abstract void Write(params IEnumerable<(string Key, string? Value)> records);

    /// <summary>Whether others can write while the command runs.</summary>
    private protected virtual bool OthersWriteMeanwhile => false;

    [Fact]
    public async Task After_every_kill_all_of_a_snapshot_is_there_or_nothing_and_the_next_run_completes_it()
    {
        Random random = Seed.Random(out _);
        CreateTopic();
        var table = new DumpTable(random);
        string file = Path.Combine(DataDirectory, "dump.csv");
        var time = Stopwatch.StartNew();
        TimeSpan whole = TimeSpan.Zero;
        (int kills, int there, int behind) = (0, 0, 0);
        for (int round = FirstRound; kills < Kills && time.Elapsed < MostTimePerKill * Kills; round++)
        {
            string id = $"{round:D5}";
            table.Change(random.Next(5) == 0 ? 0 : random.Next(2) == 0 ? 0.05 : 0.6);
            table.Write(file);
            Write(OthersRows(table, random));
            DamageIndex(random);
            bool wasKilled;
            using (ApplyProcess apply = Apply(file, id))
            {
                var run = Stopwatch.StartNew();
                wasKilled = round > FirstRound && await DieAsync(apply, whole, table, random);
                string said = (await apply.EndAsync()).Text;
                Assert.True(wasKilled || said.Contains("Applied.", StringComparison.Ordinal), said);
                whole = wasKilled ? whole : run.Elapsed;
            }

            SnapshotVerdict verdict = Judge(table, id);
            Assert.True(wasKilled || verdict.IsThere, $"Snapshot {id} was acknowledged, and is not there.");
            kills += wasKilled ? 1 : 0;
            there += wasKilled && verdict.IsThere ? 1 : 0;
            behind += wasKilled && verdict is { IsThere: true, IsLast: false } ? 1 : 0;
            if (!verdict.IsThere)
            {
                Write(OthersRows(table, random));
            }

            await CompleteAsync(table, file, id, verdict);
        }

        output.WriteLine(
            $"{kills} kills, the snapshot there after {there} of them, others behind it in {behind}; " +
            $"{time.Elapsed.TotalSeconds:0} s");
        Assert.True(kills >= Kills, $"Only {kills} of {Kills} kills hit the command within {time.Elapsed}.");
    }

    /// <summary>Applies it again: it is completed, or nothing is written.</summary>
    private protected async Task CompleteAsync(DumpTable table, string file, string id, SnapshotVerdict verdict)
    {
        (int exitCode, string said) = await ApplyProcess.RunHereAsync(Topic, file, id, Place);
        SnapshotVerdict after = Judge(table, id);

        // A table that others have changed behind the snapshot is not the dump any more, whose id is taken.
        string expected = !verdict.IsThere ? "Applied."
            : verdict.IsLast ? "It was applied before: nothing was written." : "KAP8009";
        Assert.True(said.Contains(expected, StringComparison.Ordinal), $"'{expected}' was expected: {said}");
        Assert.Equal(verdict is { IsThere: true, IsLast: false } ? ExitCodes.Refused : ExitCodes.Done, exitCode);
        Assert.True(after.IsThere);
        Assert.True(!verdict.IsThere || after == verdict, $"{verdict} became {after}.");
    }

    private protected ApplyProcess Apply(string file, string id) => new(Topic, file, id, Place);

    private protected SnapshotVerdict Judge(DumpTable table, string id) =>
        new SnapshotJudge(table.Rows, id, Partitions).Judge(
            Read(Topic, Partitions),
            [
                .. Read(Manifests, 1).Where(record => record.Key.StartsWith($"{Topic}/", StringComparison.Ordinal))
                    .Select(record => record.Key[(Topic.Length + 1)..]),
            ]);

    /// <summary>Rows of others: new ones, ones that the dump has too, and a deletion.</summary>
    private protected static IEnumerable<(string Key, string? Value)> OthersRows(DumpTable table, Random random)
    {
        for (int i = random.Next(4); i > 0; i--)
        {
            string key = random.Next(2) == 0 ? $"other-{random.Next(100)}" : table.AnyKey();
            yield return (key, random.Next(4) == 0 ? null : DumpTable.ValueOf(key, $"Other {random.Next()}", 7));
        }
    }

    private protected virtual void CreateTopic()
    {
        using Logs.ILog log = OpenLog();
        log.Admin.CreateTopic(Topic, new Logs.TopicSettings { Partitions = Partitions });
    }

    /// <summary>Waits until the command begins to write, where that can be seen, or has ended.</summary>
    private protected virtual Task UntilItWritesAsync(ApplyProcess apply) => Task.CompletedTask;

    /// <summary>Waits until the command writes the index of its image, where that can be seen, or has ended.</summary>
    private protected virtual Task UntilItWritesTheIndexAsync(ApplyProcess apply) => UntilItWritesAsync(apply);

    /// <summary>Does to the index what disks and power cuts do, now and then; no command runs.</summary>
    private protected virtual void DamageIndex(Random random)
    {
    }

    /// <summary>
    /// Kills it at a moment by chance, a third of them when it begins to write, and a third when it writes the index.
    /// </summary>
    /// <returns>Whether it had not ended yet.</returns>
    private async Task<bool> DieAsync(ApplyProcess apply, TimeSpan whole, DumpTable table, Random random)
    {
        using var stop = new CancellationTokenSource();
        int seed = random.Next();
        Task others = OthersWriteMeanwhile
            ? Task.Run(() => WriteMeanwhile(table, seed, stop.Token)) : Task.CompletedTask;
        switch (random.Next(3))
        {
            case 0:
                await UntilItWritesAsync(apply);
                await Task.Delay(random.Next(30));
                break;
            case 1:
                await UntilItWritesTheIndexAsync(apply);
                await Task.Delay(random.Next(5));
                break;
            default:
                await Task.Delay(whole * (0.3 + (0.8 * random.NextDouble())));
                break;
        }

        if (!apply.HasExited)
        {
            apply.Kill();
        }

        await stop.CancelAsync();
        await others;
        return apply.WasKilled;
    }

    private void WriteMeanwhile(DumpTable table, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        for (int i = 0; i < OthersTimes && !cancellationToken.IsCancellationRequested; i++)
        {
            Write(OthersRows(table, random));
            cancellationToken.WaitHandle.WaitOne(random.Next(400));
        }
    }
}

using System.Text;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay.Tests;

/// <summary>
/// The keys in which two images differ, and the digest of their rows, are kept as both change: what a walk over all
/// rows would find.
/// </summary>
public sealed class DifferingKeysTests : IDisposable
{
    private const int Many = 1_000;
    private const int Steps = 60;

    private readonly EmbeddedLog _log = EmbeddedLog.InMemory();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kappa-differing-");

    public DifferingKeysTests()
    {
        _log.CreateTopic("wanted", new TopicSettings());
        _log.CreateTopic("said", new TopicSettings());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_any_changes_they_are_what_a_walk_over_all_rows_finds(bool onDisk)
    {
        Random random = Seed.Random(out _);
        using StateMemory? memory = onDisk ? new StateMemory(new StateOptions { BackendBytes = 64 << 20 }) : null;
        using PartitionImage wanted = Open("wanted", memory);
        using PartitionImage said = Open("said", memory);
        Change(random, 30);
        Follow(wanted, said);
        using var keys = new DifferingKeys(wanted, said, Many);
        keys.Refresh(searches: true);
        for (int step = 0; step < Steps; step++)
        {
            Change(random, random.Next(6));
            Follow(wanted, said);
            keys.Refresh(searches: false);

            Assert.Equal(Walk(wanted, said), Text(keys.Behind([])));
            Assert.Equal(Summed(said), said.Digest());
            Assert.True(keys.AreKnown);
        }
    }

    [Fact]
    public void They_go_on_behind_a_key_which_is_left_out()
    {
        using PartitionImage wanted = Open("wanted");
        using PartitionImage said = Open("said");
        using var keys = new DifferingKeys(wanted, said, Many);
        Append("wanted", ("a", "1"), ("b", "1"), ("c", "1"));
        Follow(wanted, said);
        keys.Refresh(searches: true);

        Assert.Equal(["b", "c"], Text(keys.Behind("a"u8.ToArray())));
        Assert.Equal(["c"], Text(keys.Behind("bb"u8.ToArray())));
        Assert.Empty(keys.Behind("c"u8.ToArray()));
        Assert.Empty(keys.Behind("d"u8.ToArray()));
    }

    [Fact]
    public void Where_nobody_has_searched_nothing_is_known()
    {
        using PartitionImage wanted = Open("wanted");
        using PartitionImage said = Open("said");
        using var keys = new DifferingKeys(wanted, said, Many);
        Append("wanted", ("a", "1"));
        Follow(wanted, said);

        keys.Refresh(searches: false);

        Assert.False(keys.AreKnown);
    }

    [Fact]
    public void Where_there_are_too_many_none_are_kept()
    {
        using PartitionImage wanted = Open("wanted");
        using PartitionImage said = Open("said");
        using var keys = new DifferingKeys(wanted, said, most: 3);
        keys.Refresh(searches: true);
        Append("wanted", ("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"));
        Follow(wanted, said);

        keys.Refresh(searches: false);

        Assert.False(keys.AreKnown);
        Assert.Empty(keys.Behind([]));
    }

    [Fact]
    public void An_image_that_is_built_anew_is_searched_anew()
    {
        using StateMemory memory = new(new StateOptions { BackendBytes = 64 << 20 });
        var time = new ShiftedTime();
        _log.CreateTopic("compacted", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        Append("compacted", ("a", "1"));
        using PartitionImage wanted = Open("wanted");
        using PartitionImage said = Open("compacted", memory, time);
        using var keys = new DifferingKeys(wanted, said, Many);
        Follow(wanted, said, "compacted");
        keys.Refresh(searches: true);
        Assert.Equal(["a"], Text(keys.Behind([])));
        Assert.Equal(Summed(said), said.Digest());
        time.Advance(TimeSpan.FromDays(30)); // Nobody has followed for so long that tombstones may be gone.
        Append("compacted", ("b", "1"));

        Follow(wanted, said, "compacted");

        Assert.False(keys.AreKnown);
        keys.Refresh(searches: true);
        Assert.Equal(["a", "b"], Text(keys.Behind([])));
        Assert.Equal(Summed(said), said.Digest());
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Delete(recursive: true);
    }

    private PartitionImage Open(string topic, StateMemory? memory = null, TimeProvider? time = null)
    {
        string? path = memory is null ? null : Path.Combine(_directory.FullName, topic);
        var settings = new EngineSettings
        {
            State = memory is null ? null : new StateHome(_directory.FullName, memory),
            Seams = new() { Time = time ?? TimeProvider.System },
        };
        return PartitionImage.Open(_log, 0, [new ImageLeg(topic, [0], null)], path, settings);
    }

    private void Follow(PartitionImage wanted, PartitionImage said, string topic = "said")
    {
        wanted.Follow(_log.Offsets(new TopicPartition("wanted", 0)).LastStable);
        said.Follow(_log.Offsets(new TopicPartition(topic, 0)).LastStable);
    }

    /// <summary>Rows come, go, and come to be the same; a key often more than once in a commit.</summary>
    private void Change(Random random, int records)
    {
        foreach (string topic in (string[])["wanted", "said"])
        {
            (string, string?)[] changes = [.. Enumerable.Range(0, records).Select(_ =>
                ($"k{random.Next(12)}", random.Next(4) == 0 ? null : $"{random.Next(3)}"))];
            if (changes.Length > 0)
            {
                Append(topic, changes);
            }
        }
    }

    private void Append(string topic, params (string Key, string? Value)[] records)
    {
        using ILogProducer producer = _log.OpenProducer();
        using var buffer = new RecordBuffer();
        foreach ((string key, string? value) in records)
        {
            buffer.Add(
                1, true, Encoding.UTF8.GetBytes(key), value is not null,
                Encoding.UTF8.GetBytes(value ?? ""));
        }

        producer.Append(new TopicPartition(topic, 0), buffer);
        producer.Commit();
    }

    private static string[] Walk(PartitionImage wanted, PartitionImage said)
    {
        using IStateSnapshot left = wanted.OpenSnapshot();
        using IStateSnapshot right = said.OpenSnapshot();
        return Text(OutputDifference.Of(left, right, []).Select(change => change.Row.Key));
    }

    private static long Summed(PartitionImage image)
    {
        using IStateSnapshot snapshot = image.OpenSnapshot();
        return RowDigest.Of(snapshot);
    }

    private static string[] Text(IEnumerable<byte[]> keys) => [.. keys.Select(Encoding.UTF8.GetString)];
}

using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>
/// Random operations of all kinds on a log, one after the other, with a model of what may be seen after each moment.
/// </summary>
internal sealed class MixedHistory(Random random, MixedState state, FixedTime time, int number = 0)
{
    private const string Noise = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
    private const int MaxPartitions = 4;

    // The names try to look like each other's directories.
    private static readonly string[] Names = ["t", "t-0", "t-0-1", "u"];
    private static readonly string[] Ids = ["a", "b", "c"];
    private static readonly string[] Groups = ["g", "h"];
    private static readonly CompressionType[] Codecs =
        [CompressionType.None, CompressionType.Lz4, CompressionType.Zstd];

    private readonly List<MixedProducer> _producers = [];
    private EmbeddedLog? _log;
    private CrashDisk? _disk;

    /// <summary>What is under way, in words.</summary>
    public string Operation { get; private set; } = "start";

    /// <summary>What may be seen: one state between two operations, several while one is under way.</summary>
    public IReadOnlyList<MixedState> Possible { get; private set; } = [state];

    private MixedState State => Possible[^1];

    /// <summary>Goes on beside this history, in a log that was recovered from an image of it.</summary>
    public MixedHistory Fork(Random draw, FixedTime clock) => new(draw, State, clock, number) { Possible = Possible };

    /// <summary>Checks that a log shows one of the states that are possible, and goes on from it.</summary>
    public void Settle(MixedView view, string hint)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (MixedState possible in Possible)
        {
            if (possible.Flaw(view, now) is null)
            {
                Possible = [possible.Settled(view)];
                return;
            }
        }

        Assert.Fail($"{hint}, {Operation}: the log shows none of {Possible.Count} states:\n" +
            string.Join('\n', Possible.Select(possible => possible.Flaw(view, now))));
    }

    /// <summary>Begins the life of a process, which has opened a log that shows what is possible.</summary>
    public void Begin(EmbeddedLog log, CrashDisk disk)
    {
        (_log, _disk) = (log, disk);
        Open(null);
        Open(Ids[random.Next(Ids.Length)]);
        Operation = "between";
    }

    /// <summary>Ends the life of a process; nothing is written by it.</summary>
    public void End()
    {
        _producers.ForEach(producer => producer.Dispose());
        _producers.Clear();
        Operation = "recovery";
    }

    /// <summary>Does one thing.</summary>
    public void Step()
    {
        string name = Names[random.Next(Names.Length)];
        bool exists = State.Topics.ContainsKey(name);
        int kind = State.Topics.Count == 0 ? 0 : random.Next(100);
        switch (kind)
        {
            case < 12 when !exists:
                Create(name);
                break;
            case < 3:
                Do("topic deletion", State.Without(name), () => _log!.DeleteTopic(name));
                break;
            case < 7 when exists && State.Topics[name].Partitions.Length < MaxPartitions:
                Grow(name);
                break;
            case < 13:
                DeleteRecords();
                break;
            case < 20:
                CleanUp();
                break;
            case < 25:
                time.Advance(random.Next(500));
                break;
            case < 29:
                CommitGroupOffset();
                break;
            case < 34:
                Open(random.Next(4) == 0 ? null : Ids[random.Next(Ids.Length)]);
                break;
            case < 40:
                CommitTogether();
                break;
            default:
                Produce(_producers[random.Next(_producers.Count)]);
                break;
        }

        Operation = "between";
    }

    private void Create(string name)
    {
        TopicSettings settings = new()
        {
            Partitions = random.Next(1, 3),
            Compression = Codecs[random.Next(Codecs.Length)],
        };
        settings = random.Next(5) switch
        {
            0 => settings with { RetentionTime = TimeSpan.FromMilliseconds(1_000) },
            1 => settings with { RetentionBytes = 1_500 },
            2 => settings,
            _ => settings with
            {
                Cleanup = CleanupPolicy.Compact,
                TombstoneRetention = TimeSpan.FromMilliseconds(500),
            },
        };
        MixedTopic topic = MixedTopic.Create(number++, settings);
        Do("topic creation", State with { Topics = State.Topics.Add(name, topic) },
            () => _log!.CreateTopic(name, settings));
    }

    private void Grow(string name)
    {
        MixedTopic topic = State.Topics[name];
        int partitions = random.Next(topic.Partitions.Length, MaxPartitions) + 1;
        Do("more partitions", State with { Topics = State.Topics.SetItem(name, topic.Grown(partitions)) },
            () => _log!.AddPartitions(name, partitions));
    }

    private void DeleteRecords()
    {
        TopicPartition partition = AnyPartition();
        MixedPartition written = State[partition];
        long before = random.NextInt64(written.Earliest, written.Next + 1);
        before = random.Next(3) == 0 ? before : Math.Min(before, written.Earliest + 3); // Seldom nearly all.
        Do("deletion of records", State.With(partition, written.From(before)),
            () => _log!.DeleteRecords(partition, before));
    }

    private void CleanUp()
    {
        MixedState before = State;
        Operation = "cleaning";
        Possible = [before, before.Cleaned(isCleaning: true)];
        _log!.CleanUp();
        Possible = [Possible[1]];
        Settle(new MixedView(_log, _disk!.Files, before.Opened), "after cleaning");
    }

    private void CommitGroupOffset()
    {
        TopicPartition partition = AnyPartition();
        string group = Groups[random.Next(Groups.Length)];
        long offset = random.NextInt64(State[partition].Earliest, State[partition].Next + 1);
        Do("offsets of a group", State with { Offsets = State.Offsets.SetItem((group, partition), offset) },
            () => _log!.Groups.Commit(group, new Dictionary<TopicPartition, long> { [partition] = offset }));
    }

    private void Open(string? id)
    {
        MixedProducer? opened = null;
        Do("fencing", id is null ? State : State.AfterOpening(id),
            () => opened = new MixedProducer(_log!.OpenProducer(id), id));
        _producers.Where(older => id is not null && older.Id == id).ToList().ForEach(older => older.IsFenced = true);
        _producers.Add(opened!);
    }

    private void Produce(MixedProducer producer)
    {
        bool appends = random.Next(12) > 0;
        if (appends && !producer.HasDeleted(State))
        {
            Append(producer);
        }

        switch (random.Next(10))
        {
            case 0:
                break; // It stays open over what others do.
            case 1:
                producer.Producer.Abort();
                producer.Clear();
                break;
            default:
                Commit(producer);
                break;
        }
    }

    private void Commit(MixedProducer producer)
    {
        string? refusal = producer.IsFenced ? "KAP2301" : producer.HasDeleted(State) ? "KAP2103" : null;
        if (refusal is null)
        {
            List<long> offsets = producer.OffsetsOf(State);
            Do("commit", producer.After(State), () => Assert.Equal(offsets, producer.Producer.Commit()));
            producer.Clear();
            return;
        }

        Operation = "refused commit";
        Assert.Equal(refusal, Assert.Throws<KappaException>(() => producer.Producer.Commit()).Code);
        _producers.Remove(producer);
        producer.Dispose();
        if (_producers.Count == 0)
        {
            Open(null);
        }
    }

    /// <summary>One producer commits; meanwhile the others queue, so that the disk gets them as a group.</summary>
    private void CommitTogether()
    {
        List<MixedProducer> together = [.. _producers
            .Where(producer => !producer.IsFenced && !producer.HasDeleted(State))
            .DistinctBy(producer => producer.Id ?? "")
            .Take(4)];
        if (together.Count < 2)
        {
            return;
        }

        together.ForEach(producer => Append(producer, withOffsets: false));
        Operation = "group commit";
        List<MixedState> possible = [State];
        together.ForEach(producer => possible.Add(producer.After(possible[^1])));
        Possible = possible;
        MixedGroupCommit.Run(_log!, _disk!, [.. together.Select(producer => producer.Producer)]);
        Possible = [possible[^1]];
        together.ForEach(producer => producer.Clear());
    }

    private void Append(MixedProducer producer, bool withOffsets = true)
    {
        int largest = random.Next(20) switch { 0 => 3_000, < 6 => 700, _ => 60 };
        bool onlyOffsets = withOffsets && producer.Id is not null && random.Next(10) == 0;
        for (int appends = onlyOffsets ? 0 : random.Next(1, 5); appends > 0; appends--)
        {
            producer.Append(
                State, AnyPartition(), [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => NextRecord(largest))]);
        }

        if (withOffsets && producer.Id is not null && (onlyOffsets || random.Next(3) == 0))
        {
            producer.AppendOffset(State, Groups[random.Next(Groups.Length)], AnyPartition(), random.Next(100));
        }
    }

    private MixedRecord NextRecord(int largest)
    {
        string? key = random.Next(10) == 0 ? null : $"key {random.Next(6)}";
        string text = (number++).ToString(CultureInfo.InvariantCulture) + " ";
        int length = random.Next(1, largest);
        text += random.Next(2) == 0 ? new string('x', length) : new string(random.GetItems<char>(Noise, length));
        return new MixedRecord(-1, key, random.Next(5) == 0 ? null : text, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private TopicPartition AnyPartition()
    {
        TopicPartition[] partitions = [.. State.Partitions];
        return partitions[random.Next(partitions.Length)];
    }

    /// <summary>Does one thing; until it has returned, both outcomes are right.</summary>
    private void Do(string operation, MixedState after, Action action)
    {
        Operation = operation;
        Possible = [State, after];
        action();
        Possible = [after];
    }
}

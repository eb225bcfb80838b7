using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Kappa.Logs.Tests;

/// <summary>
/// A cluster as a log that has it for itself: all names get a prefix of its own, so that tests share one broker.
/// </summary>
internal sealed class PrefixedLog(ILog inner, string prefix) : ILog, ILogAdmin
{
    private readonly ConditionalWeakTable<KappaException, KappaException> _translated = [];

    public static PrefixedLog Connect()
    {
        string prefix = $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}.";
        return new PrefixedLog(KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = KafkaBroker.Bootstrap },
        }), prefix);
    }

    public long Generation => inner.Generation;

    public IReadOnlyList<TopicDescription> Topics =>
        [.. inner.Topics.Where(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(Without)];

    public ILogGroups Groups => new PrefixedGroups(inner.Groups, this);

    public long ChangeNumber => inner.ChangeNumber;

    public ILogAdmin Admin => this;

    public TopicDescription? Find(string topic) => inner.Find(prefix + topic) is { } found ? Without(found) : null;

    public TopicDescription CreateTopic(string topic, TopicSettings settings) =>
        Call(() => Without(inner.Admin.CreateTopic(topic.Trim('.').Length == 0 ? topic : prefix + topic, settings)));

    public TopicDescription AddPartitions(string topic, int partitions) =>
        Call(() => Without(inner.Admin.AddPartitions(prefix + topic, partitions)));

    public void DeleteTopic(string topic) => Call(() =>
    {
        inner.Admin.DeleteTopic(prefix + topic);
        return true;
    });

    public long DeleteRecords(TopicPartition partition, long beforeOffset) =>
        Call(() => inner.Admin.DeleteRecords(With(partition), beforeOffset));

    public void CleanUp() => inner.Admin.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition) => Call(() => inner.Offsets(With(partition)));

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        Call(() => inner.Offsets(With([.. partitions])));

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        TopicPartition[] real = With(partitions);
        long[] found = new long[real.Length];
        Call(() =>
        {
            inner.StableEnds(real, found);
            return true;
        });
        found.CopyTo(ends);
    }

    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        TopicPartition[] real = With(partitions);
        (long[] decided, long[] written) = (new long[real.Length], new long[real.Length]);
        Call(() =>
        {
            inner.Ends(real, decided, written);
            return true;
        });
        decided.CopyTo(stable);
        written.CopyTo(latest);
    }

    public long? OffsetAt(TopicPartition partition, long timestampMs) =>
        Call(() => inner.OffsetAt(With(partition), timestampMs));

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        Call(() => new PrefixedReader(inner.OpenReader(With(partition), offset, isolation), this));

    public ILogProducer OpenProducer(string? transactionalId = null) =>
        new PrefixedProducer(inner.OpenProducer(transactionalId is null ? null : prefix + transactionalId), this);

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        inner.WaitForChangeAsync(seen, cancellationToken);

    public void Dispose()
    {
        foreach (TopicDescription topic in Topics)
        {
            DeleteTopic(topic.Name);
        }

        inner.Dispose();
    }

    internal string With(string name) => prefix + name;

    /// <summary>A name that no group can have stays one.</summary>
    internal string WithGroup(string group) => group.Length is 0 or > 150 || group.Any(char.IsControl)
        ? group : prefix + group;

    internal string Without(string name) => name[prefix.Length..];

    private TopicPartition[] With(ReadOnlySpan<TopicPartition> partitions)
    {
        var real = new TopicPartition[partitions.Length];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = With(partitions[i]);
        }

        return real;
    }

    internal TopicPartition With(TopicPartition partition) => partition with { Topic = prefix + partition.Topic };

    internal TopicPartition Without(TopicPartition partition) =>
        partition with { Topic = Without(partition.Topic) };

    /// <summary>Calls with the names of the test in what goes wrong.</summary>
    internal T Call<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (KappaException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>The same error is the same again.</summary>
    internal KappaException Translate(KappaException error) => _translated.GetValue(error, original => new(
        original.Code, original.ExitCode, original.Message.Replace(prefix, "", StringComparison.Ordinal),
        original.InnerException, [.. original.Remedies]));

    internal bool IsOwn(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    private TopicDescription Without(TopicDescription topic) => topic with { Name = topic.Name[prefix.Length..] };
}

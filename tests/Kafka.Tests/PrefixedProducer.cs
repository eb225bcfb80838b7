namespace Kappa.Logs.Tests;

/// <summary>A producer of a <see cref="PrefixedLog"/>.</summary>
internal sealed class PrefixedProducer(ILogProducer inner, PrefixedLog log) : ILogProducer
{
    public void Append(TopicPartition partition, RecordBuffer records) => log.Call(() =>
    {
        inner.Append(log.With(partition), records);
        return true;
    });

    public void AppendOffset(string group, TopicPartition partition, long offset) => log.Call(() =>
    {
        inner.AppendOffset(log.WithGroup(group), log.With(partition), offset);
        return true;
    });

    public long NextOffset(TopicPartition partition) => log.Call(() => inner.NextOffset(log.With(partition)));

    public IReadOnlyList<long> Commit() => log.Call(inner.Commit);

    public void Abort() => inner.Abort();

    public void Dispose() => inner.Dispose();
}

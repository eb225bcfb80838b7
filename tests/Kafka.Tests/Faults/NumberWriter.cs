using System.Globalization;
using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>
/// Writes numbers in transactions as an engine does: after any error a new producer, then on from what is committed.
/// </summary>
internal sealed class NumberWriter(ILog log, TopicPartition partition, string transactionalId, string? group = null)
    : IDisposable
{
    private const int Batch = 5;

    private readonly RecordBuffer _buffer = new();
    private ILogProducer? _producer;
    private int _next;

    /// <summary>Commits whose outcome was not known, or that were refused.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Commits some numbers; where that fails it begins again behind the committed ones.</summary>
    /// <returns>Whether the commit was acknowledged.</returns>
    public bool TryCommit()
    {
        try
        {
            if (_producer is null)
            {
                _producer = log.OpenProducer(transactionalId);
                _next = Committed().Count;
            }

            _buffer.Clear();
            for (int i = 0; i < Batch; i++)
            {
                byte[] value = Encoding.UTF8.GetBytes((_next + i).ToString(CultureInfo.InvariantCulture));
                _buffer.Add(1, hasKey: false, default, hasValue: true, value);
            }

            _producer.Append(partition, _buffer);
            if (group is not null)
            {
                _producer.AppendOffset(group, partition, _next + Batch);
            }

            _producer.Commit();
            _next += Batch;
            return true;
        }
        catch (KappaException error)
        {
            Errors.Add(error.Code);
            _producer?.Dispose();
            _producer = null;
            return false;
        }
    }

    /// <summary>What a reader of committed records sees.</summary>
    public List<int> Committed() =>
        [.. log.ReadAll(partition).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        _producer?.Dispose();
        _buffer.Dispose();
    }
}

namespace Kappa.Kafka;

/// <summary>A call of a producer's client failed; <see cref="ProducerErrors"/> words it for the user.</summary>
internal sealed class ProducerFailure(string doing, RdKafkaError error, bool isUnclear) : Exception(error.Text)
{
    /// <summary>What was being done: the end of "while …".</summary>
    public string Doing => doing;

    public RdKafkaError Error => error;

    /// <summary>Whether nobody can say if the transaction was committed: only a new producer settles it.</summary>
    public bool IsUnclear => isUnclear;

    /// <summary>Whether nothing was sent yet.</summary>
    public bool IsBeforeBegin { get; init; }

    /// <summary>The topic that is not there, where that is known.</summary>
    public string? Topic { get; init; }

    /// <summary>The append that failed; -1 where it is none in particular.</summary>
    public int Append { get; init; } = -1;

    /// <summary>Bytes of key and value of the record that failed; 0 where it is none in particular.</summary>
    public long RecordBytes { get; init; }
}

namespace Kappa.Logs;

/// <summary>What a batch says about its producer; all -1 where it belongs to no transaction.</summary>
/// <param name="Id">Kafka's producer id.</param>
/// <param name="Epoch">Kafka's producer epoch: an older one is fenced.</param>
/// <param name="Sequence">Number of the batch's first record among those of the producer in its partition.</param>
internal readonly record struct ProducerStamp(long Id, short Epoch, int Sequence)
{
    public static ProducerStamp None { get; } = new(-1, -1, -1);

    public bool IsTransactional => Id >= 0;
}

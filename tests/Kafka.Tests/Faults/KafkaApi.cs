namespace Kappa.Logs.Tests;

/// <summary>The requests of Kafka's protocol that a transaction is made of, by their API keys.</summary>
public enum KafkaApi
{
    Produce = 0,
    InitProducerId = 22,
    AddPartitionsToTransaction = 24,
    AddOffsetsToTransaction = 25,
    EndTransaction = 26,
    CommitOffsetsInTransaction = 28,
}

using Confluent.Kafka;

namespace Kappa.Kafka;

/// <summary>Words what a producer's client has reported.</summary>
internal sealed class ProducerErrors(KafkaLog log, string servers, string? transactionalId)
{
    private string Name => transactionalId ?? "(none)";

    /// <summary>The transactions could not be set up.</summary>
    public KappaException NotOpened(RdKafkaError error, string lastError, TimeSpan timeout)
    {
        if (RdKafkaCode.IsFenced(error.Code))
        {
            return KafkaErrors.Fenced(Name, Reason(error));
        }

        string doing = $"opening a producer with the transactional id '{Name}'";
        return ErrorClass.Passes((ErrorCode)error.Code)
            ? KafkaErrors.Unreachable(servers, doing, timeout, Sentence(lastError.Length > 0 ? lastError : error.Text))
            : KafkaErrors.Refused(servers, doing, Reason(error));
    }

    /// <summary>A commit failed.</summary>
    public KappaException Of(
        ProducerFailure failure, List<PendingAppend> appends, TimeSpan age, TimeSpan transactionTimeout)
    {
        RdKafkaError error = failure.Error;
        TopicPartition? partition = failure.Append >= 0 ? appends[failure.Append].Partition : null;
        if (failure.IsBeforeBegin)
        {
            return KafkaErrors.ConnectionLost(Name, servers, Sentence(error.Text));
        }

        if (RdKafkaCode.IsFenced(error.Code))
        {
            return age < transactionTimeout
                ? KafkaErrors.Fenced(Name, Reason(error))
                : KafkaErrors.TransactionExpired(Name, servers, age, transactionTimeout);
        }

        if (RdKafkaCode.IsNoSuchTopic(error.Code) && (partition ?? Missing(appends, failure.Topic)) is { } gone)
        {
            return LogErrors.DeletedBeforeCommit(gone, log.Suggestion(gone.Topic));
        }

        if (partition is { } place && RdKafkaCode.IsTooLarge(error.Code))
        {
            return KafkaErrors.RecordTooLarge(place, failure.RecordBytes);
        }

        if (failure.IsUnclear || MayPass(error.Code))
        {
            return transactionalId is null
                ? KafkaErrors.NotAcknowledged(servers, Sentence(error.Text))
                : KafkaErrors.OutcomeUnknown(Name, servers, Sentence(error.Text));
        }

        string where = partition is { } written ? $"{failure.Doing} to {written}" : failure.Doing;
        return KafkaErrors.Refused(servers, where, Reason(error));
    }

    /// <summary>Whether another try may succeed: of a transaction all but what the cluster will never do.</summary>
    private bool MayPass(int code) => transactionalId is null
        ? ErrorClass.Passes((ErrorCode)code) : !ErrorClass.IsFinal((ErrorCode)code);

    /// <summary>The first append whose topic is not there.</summary>
    private TopicPartition? Missing(List<PendingAppend> appends, string? topic)
    {
        foreach (PendingAppend append in appends)
        {
            if (topic is null ? !log.IsThere(append.Topic) : append.Partition.Topic == topic)
            {
                return append.Partition;
            }
        }

        return null;
    }

    private static string Reason(RdKafkaError error) => Sentence($"{error.Name}, {error.Text}");

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}

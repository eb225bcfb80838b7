namespace Kappa.Kafka;

/// <summary>What librdkafka says of a call that failed.</summary>
/// <param name="Code">Number of the error; below zero it comes from the client, above from the broker.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsFatal">The client is of no more use.</param>
/// <param name="IsRetriable">The same call may succeed later.</param>
/// <param name="RequiresAbort">The transaction can only be aborted.</param>
internal readonly record struct RdKafkaError(
    int Code, string Text, bool IsFatal, bool IsRetriable, bool RequiresAbort)
{
    /// <summary>The name of the error as librdkafka and Kafka give it.</summary>
    public unsafe string Name => RdKafka.Text(RdKafka.ErrorName(Code));

    /// <summary>Takes over an error object of librdkafka and frees it.</summary>
    /// <param name="error">The object, or 0 where all went well.</param>
    /// <returns>The error, or null.</returns>
    public static unsafe RdKafkaError? Take(nint error)
    {
        if (error == 0)
        {
            return null;
        }

        try
        {
            return new RdKafkaError(
                RdKafka.ErrorCode(error), RdKafka.Text(RdKafka.ErrorString(error)),
                RdKafka.ErrorIsFatal(error) != 0, RdKafka.ErrorIsRetriable(error) != 0,
                RdKafka.ErrorRequiresAbort(error) != 0);
        }
        finally
        {
            RdKafka.ErrorDestroy(error);
        }
    }

    /// <summary>Describes an error of which only the number is known.</summary>
    public static unsafe RdKafkaError Of(int code) =>
        new(code, RdKafka.Text(RdKafka.ErrorText(code)), false, false, false);
}

namespace Kappa.Kafka;

/// <summary>Notes the connections that a producer's client loses.</summary>
/// <remarks>
/// Only a connection that was up can have lost a request; one that could not be made has not. The library keeps an
/// error to itself where the broker has given the same one twice before within 30 seconds, so at most one loss is
/// forgiven outside of transactions: then the next one is seen.
/// </remarks>
internal sealed unsafe class ConnectionWatch
{
    private const string StateMark = " in state ";

    private static readonly string[] StatesWithRequests = ["UP", "UPDATE", "REAUTH"];

    private int _losses;

    /// <summary>Whether a connection was lost since <see cref="Begin"/>, or too many were before.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The last loss.</summary>
    public RdKafkaError Error { get; private set; }

    /// <summary>What the client said last, of any kind; empty where it was silent.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Begins a commit.</summary>
    /// <exception cref="ProducerFailure">A connection was lost in the last commit, or too many were since.</exception>
    public void Begin()
    {
        if (IsLost || _losses > 1)
        {
            throw new ProducerFailure("writing", Error, isUnclear: true) { IsBeforeBegin = true };
        }
    }

    /// <summary>Takes an error event; the caller destroys it.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isInCommit">Whether a commit is going on.</param>
    public void Take(nint happened, bool isInCommit)
    {
        int code = RdKafka.EventError(happened);
        string text = RdKafka.Text(RdKafka.EventErrorString(happened));
        LastError = text;
        if (RdKafkaCode.IsLoss(code) && MayHaveLostRequests(text))
        {
            Error = RdKafkaError.Of(code) with { Text = text };
            IsLost |= isInCommit;
            _losses += code == RdKafkaCode.AllBrokersDown ? 0 : 1; // It follows other errors, or no connection was up.
        }
    }

    /// <summary>Whether the connection was up; an error that does not say so counts as if it was.</summary>
    internal static bool MayHaveLostRequests(string text)
    {
        int mark = text.LastIndexOf(StateMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return true;
        }

        string state = text[(mark + StateMark.Length)..];
        return StatesWithRequests.Any(up => state.StartsWith(up, StringComparison.Ordinal));
    }
}

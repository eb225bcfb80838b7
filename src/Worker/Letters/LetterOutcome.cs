namespace Kappa.Worker;

/// <summary>How a dead letter is settled.</summary>
internal enum LetterOutcome
{
    /// <summary>Its record was written to its source once more.</summary>
    Retried,

    /// <summary>It is not needed any more.</summary>
    Dropped,
}

namespace Kappa.Logs;

/// <summary>
/// A transaction was refused: its records would not have got the offsets that <see cref="ILogProducer.NextOffset"/>
/// foresaw, since somebody else has written to the partition.
/// </summary>
/// <remarks>Nothing of it was written. Open a new producer and foresee anew.</remarks>
public sealed class OffsetsMovedException : KappaException
{
    internal OffsetsMovedException(int exitCode, string message)
        : base("KAP2506", exitCode, message)
    {
    }
}

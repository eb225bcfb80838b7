namespace Kappa;

/// <summary>
/// A buffer that never lets rows go early: it has no bound, or the worker stops when it is full (KAP5130). Immutable.
/// </summary>
public sealed class StrictBufferConfig : BufferConfig
{
    internal StrictBufferConfig(long maxRecords, long maxBytes)
        : base(maxRecords, maxBytes)
    {
    }

    internal override bool EmitsEarly => false;

    /// <summary>The same with another number of rows.</summary>
    /// <param name="recordLimit">1 or more.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public StrictBufferConfig WithMaxRecords(long recordLimit) => new(Checked(recordLimit, "records"), MostBytes);

    /// <summary>The same with another number of bytes.</summary>
    /// <param name="byteLimit">1 or more.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public StrictBufferConfig WithMaxBytes(long byteLimit) => new(MostRecords, Checked(byteLimit, "bytes"));
}

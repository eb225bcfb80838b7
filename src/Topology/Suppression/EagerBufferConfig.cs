namespace Kappa;

/// <summary>A buffer that lets rows go early when it is full, the first ones first. Immutable.</summary>
public sealed class EagerBufferConfig : BufferConfig
{
    internal EagerBufferConfig(long maxRecords, long maxBytes)
        : base(maxRecords, maxBytes)
    {
    }

    internal override bool EmitsEarly => true;

    /// <summary>The same with another number of rows.</summary>
    /// <param name="recordLimit">1 or more.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public EagerBufferConfig WithMaxRecords(long recordLimit) => new(Checked(recordLimit, "records"), MostBytes);

    /// <summary>The same with another number of bytes.</summary>
    /// <param name="byteLimit">1 or more.</param>
    /// <exception cref="KappaException">KAP1083: it could not hold a row.</exception>
    public EagerBufferConfig WithMaxBytes(long byteLimit) => new(MostRecords, Checked(byteLimit, "bytes"));
}

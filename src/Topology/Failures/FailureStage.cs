namespace Kappa;

/// <summary>What could not be done with a record.</summary>
public enum FailureStage
{
    /// <summary>A serde could not read its key or its value.</summary>
    Deserializing,

    /// <summary>An operator threw.</summary>
    Processing,

    /// <summary>A serde could not write a result of it to an output.</summary>
    Serializing,
}

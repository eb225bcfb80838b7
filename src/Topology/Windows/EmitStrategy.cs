namespace Kappa;

/// <summary>When the rows of windows go on (KIP-825).</summary>
public enum EmitStrategy
{
    /// <summary>With each update.</summary>
    OnWindowUpdate,

    /// <summary>Once, when the window takes no record any more: its end and its grace have passed.</summary>
    OnWindowClose,
}

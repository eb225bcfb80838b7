namespace Kappa.Graph;

/// <summary>An operator whose rows are windows.</summary>
internal interface IWindowedNode
{
    /// <summary>How long behind its end a window takes no record any more, milliseconds.</summary>
    long ClosesAfterMs { get; }

    /// <summary>Whether no window ever closes.</summary>
    bool NeverCloses => false;

    /// <summary>Says where the window of a row's key ends: a function of the type of these keys.</summary>
    Delegate EndOf { get; }
}

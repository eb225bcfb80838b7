namespace Kappa.Graph;

/// <summary>How the rows of a group become its total.</summary>
/// <param name="Initializer">Makes the total that a group begins with; null where its first row makes it.</param>
/// <param name="First">Makes a total of the first row; null where there is an initializer.</param>
/// <param name="Adder">(key, row, total) => the total with the row; null removes it.</param>
/// <param name="Subtractor">(key, row, total) => the total without the row; null removes it.</param>
internal sealed record GroupFold<TKey, TValue, TTotal>(
    Func<TTotal>? Initializer, Func<TValue, TTotal>? First, Func<TKey, TValue, TTotal, TTotal> Adder,
    Func<TKey, TValue, TTotal, TTotal> Subtractor);

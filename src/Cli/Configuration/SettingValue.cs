namespace Kappa.Cli;

/// <summary>What a setting is, and who said so.</summary>
/// <param name="Text">The value; null where nobody set it.</param>
/// <param name="Origin">A place in the file, a variable, or <c>default</c>.</param>
internal readonly record struct SettingValue(string? Text, string Origin);

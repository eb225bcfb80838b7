namespace Kappa;

/// <summary>The permissions that Kappa gives to its files.</summary>
public static class FileModes
{
    /// <summary>0640: data, readable by the group.</summary>
    public const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>0600: secrets, such as the owner file with its token.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
}

using Avocado.Files.Diagnostics;

namespace Avocado.Signing;

/// <summary>Checks that every signing does.</summary>
public static class SignerExtensions
{
    /// <summary>Refuses a key that is for something else.</summary>
    /// <exception cref="AvocadoException">AVO0408: the key may not sign this.</exception>
    public static void Require(this ISigner signer, KeyUse use)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if ((signer.Uses & use) == 0)
        {
            throw Codes.WrongKeyUse.Error(signer.Certificate.Subject, signer.Uses.ToText(), use.ToText());
        }
    }
}
